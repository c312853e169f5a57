import { type PlanVersionOfPlan, planVersions, products, versionsWithThreshold } from '#catalog';
import { quotaResetsOf } from '#enforcement';
import { findOrganizations, type Organization } from '#identity';
import { type Db, Problem } from '#kernel';
import {
  advancePeriods,
  afterPeriod,
  dueSubscriptions,
  openSegments,
  presentSegment,
  runningOn,
  type Segment,
  type Subscription,
  settleSegments,
  subscriptionsByIds,
  termsOf,
  withDueSegments,
} from '#subscriptions';
import { prepaidHistory, turnPeriodCredit } from '#wallets';
import { type BillableSegment, type BillableSubscription, noteOf } from './billable.ts';
import { creditsOf, takeCredits } from './charged-credit.ts';
import { invoiceProblems } from './problems.ts';
import type { CloseSources, Organizations, Party } from './sources.ts';
import { withDueLooks } from './store-late-looks.ts';

type RoomSources = Pick<
  CloseSources,
  | 'due'
  | 'progressive'
  | 'subscriptions'
  | 'advance'
  | 'settle'
  | 'creditsOf'
  | 'takeCredits'
  | 'turnCredits'
  | 'planVersions'
  | 'productNames'
  | 'organizations'
>;

/** What closing asks of identity, catalog and subscriptions, answered by their faces. */
export const roomSources: RoomSources = {
  async due(db, at, { limit, afterId, organizationId = null }) {
    const after = afterId ?? '';
    const periods = (await dueSubscriptions(db, at, limit, after, organizationId)).map((one) => one.id);
    const segments = await withDueSegments(db, at, limit, after, organizationId);
    const late = await withDueLooks(db, { at, organizationId }, limit, after);
    // Each list is complete up to its last id, and so is what they have together.
    return [...new Set([...periods, ...segments, ...late])].sort().slice(0, limit);
  },
  async progressive(db, { limit, afterId, organizationId }) {
    return runningOn(db, await versionsWithThreshold(db), { organizationId }, limit, afterId);
  },
  async subscriptions(db, ids) {
    const found = await subscriptionsByIds(db, ids);
    return billables(db, [...found.values()], await openSegments(db, ids));
  },
  async advance(tx, over, at) {
    const seen = over.map(({ id, period }) => ({ id, currentPeriodEndAt: period.endAt }));
    const now = await advancePeriods(tx, seen, at);
    for (const one of over) requireAdvanced(one, now.get(one.id));
  },
  settle: settleSegments,
  creditsOf,
  takeCredits,
  turnCredits: turnPeriodCredit,
  planVersions,
  async productNames(db, ids) {
    return new Map([...(await products(db, ids))].map(([id, product]) => [id, product.name]));
  },
  async organizations(db, ids) {
    return organizationParties(await findOrganizations(db, ids));
  },
};

/** These subscriptions, as they are or would be, with segments of theirs that ended and are not billed yet. */
export async function billables(
  db: Db,
  subscriptions: readonly Subscription[],
  cut: ReadonlyMap<string, readonly Segment[]>,
): Promise<Map<string, BillableSubscription>> {
  const standingOn = [...subscriptions, ...[...cut.values()].flat()].flatMap(versionIdsOf);
  const versions = await planVersions(db, standingOn);
  const ids = subscriptions.map((one) => one.id);
  const resets = await quotaResetsOf(db, ids);
  const prepaid = await prepaidHistory(db, ids);
  return new Map(
    subscriptions.map((one) => {
      const billable = toBillable(one, versions, cut.get(one.id) ?? [], resets.get(one.id) ?? []);
      const settled = prepaid.get(one.id);
      return [one.id, settled ? { ...billable, prepaid: settled } : billable];
    }),
  );
}

function versionIdsOf(of: Subscription | Segment): string[] {
  const scheduled = 'scheduled' in of && of.scheduled ? [of.scheduled.planVersionId] : [];
  return [of.planVersionId, ...scheduled];
}

/** What was billed must be what happens: another next period than the one on the invoice aborts the close. */
function requireAdvanced({ id, revision, next }: BillableSubscription, now: Subscription | undefined): void {
  const ended = now?.state === 'canceled';
  const begins = next === null ? ended : !ended && now?.currentPeriodStartAt.equals(next.period.startAt);
  // Nothing but the end of the period changed it since it was read.
  if (begins && now?.revision === revision + 1) return;
  throw new Problem(invoiceProblems.subscriptionChanged, { detail: `${id} changed while it was billed.` });
}

function toBillable(
  of: Subscription,
  versions: ReadonlyMap<string, PlanVersionOfPlan>,
  cut: readonly Segment[],
  quotaResets: BillableSubscription['quotaResets'],
): BillableSubscription {
  const versionOf = (id: string) => {
    const version = versions.get(id);
    if (version) return version;
    throw new Problem(invoiceProblems.planVersionMissing, { detail: `${of.id} stands on ${id}.` });
  };
  const billable = (segment: Segment) => toSegment(segment, versionOf(segment.planVersionId));
  const present = billable(presentSegment(of, versionOf(of.planVersionId).terms));
  const live = of.state !== 'canceled';
  const segments = cut.map(billable);
  return {
    id: of.id,
    organizationId: of.organizationId,
    providerId: of.providerOrganizationId,
    productId: of.productId,
    revision: of.revision,
    timeZone: of.timeZone,
    quotaResets,
    live,
    period: { startAt: of.currentPeriodStartAt, endAt: of.currentPeriodEndAt },
    plan: present.plan,
    segments: live ? [...segments, present] : segments,
    next: live ? nextOf(of, versionOf) : null,
  };
}

function toSegment(segment: Segment, version: PlanVersionOfPlan): BillableSegment {
  const { currency, periodsElapsed, overrides, whole, anchorAt, quantity, dueAt, chargedUntilAt } = segment;
  return {
    period: { startAt: segment.startAt, endAt: segment.endAt },
    billingPeriod: segment.period,
    whole,
    anchorAt,
    plan: { ...version, terms: termsOf(segment, version) },
    choice: { currency, periodsElapsed, overrides },
    note: noteOf(version.terms, { currency, periodsElapsed, overrides }),
    quantity,
    waiver: segment.kind === 'paid' ? null : segment.kind,
    dueAt,
    chargedUntilAt,
  };
}

function nextOf(
  of: Subscription,
  versionOf: (planVersionId: string) => PlanVersionOfPlan,
): BillableSubscription['next'] {
  const after = afterPeriod(of, (id) => versionOf(id).terms, of.currentPeriodEndAt);
  if (after.state === 'canceled') return null;
  const version = versionOf(after.planVersionId);
  return toSegment(presentSegment(after, version.terms), version);
}

/** The parties that organizations are on documents. */
export function organizationParties(found: ReadonlyMap<string, Organization>): Organizations {
  return {
    seller(id) {
      const organization = found.get(id);
      return organization?.legal.name ? toParty(organization) : null;
    },
    buyer(id) {
      const organization = found.get(id);
      return organization ? toParty(organization) : null;
    },
    slug: (id) => found.get(id)?.slug ?? id,
  };
}

function toParty({ id, name, legal, billingEmail }: Organization): Party {
  const { address } = legal;
  const city = [address?.postal_code, address?.city].filter(Boolean).join(' ');
  const lines = [address?.line1, address?.line2, city, address?.region];
  return {
    id,
    name: legal.name ?? name,
    addressLines: lines.filter((line): line is string => Boolean(line)),
    street: address?.line1 ?? null,
    additionalStreet: address?.line2 ?? null,
    city: address?.city ?? null,
    postalCode: address?.postal_code ?? null,
    region: address?.region ?? null,
    country: legal.country,
    taxId: legal.taxId,
    email: billingEmail,
  };
}
