import { type PlanVersionOfPlan, planVersions, products } from '#catalog';
import { quotaResetsOf } from '#enforcement';
import { findOrganizations, type Organization } from '#identity';
import { Problem } from '#kernel';
import {
  advancePeriods,
  afterPeriod,
  dueSubscriptions,
  openSegments,
  presentSegment,
  type Segment,
  type Subscription,
  settleSegments,
  subscriptionsByIds,
  termsOf,
  withDueSegments,
} from '#subscriptions';
import { prepaidHistory } from '#wallets';
import type { BillableSegment, BillableSubscription } from './billable.ts';
import { creditsOf, takeCredits } from './charged-credit.ts';
import { invoiceProblems } from './problems.ts';
import type { CloseSources, Organizations, Party } from './sources.ts';
import { withDueLooks } from './store-late-looks.ts';

type RoomSources = Pick<
  CloseSources,
  | 'due'
  | 'subscriptions'
  | 'advance'
  | 'settle'
  | 'creditsOf'
  | 'takeCredits'
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
  async subscriptions(db, ids) {
    const found = await subscriptionsByIds(db, ids);
    const cut = await openSegments(db, ids);
    const versions = await planVersions(
      db,
      [...found.values(), ...[...cut.values()].flat()].flatMap(versionIdsOf),
    );
    const resets = await quotaResetsOf(db, ids);
    const prepaid = await prepaidHistory(db, ids);
    return new Map(
      [...found].map(([id, one]) => {
        const billable = toBillable(one, versions, cut.get(id) ?? [], resets.get(id) ?? []);
        const settled = prepaid.get(id);
        return [id, settled ? { ...billable, prepaid: settled } : billable];
      }),
    );
  },
  async advance(tx, over, at) {
    const seen = over.map(({ id, period }) => ({ id, currentPeriodEndAt: period.endAt }));
    const now = await advancePeriods(tx, seen, at);
    for (const one of over) requireAdvanced(one, now.get(one.id));
  },
  settle: settleSegments,
  creditsOf,
  takeCredits,
  planVersions,
  async productNames(db, ids) {
    return new Map([...(await products(db, ids))].map(([id, product]) => [id, product.name]));
  },
  async organizations(db, ids) {
    return toOrganizations(await findOrganizations(db, ids));
  },
};

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
  const { currency, periodsElapsed, overrides, whole, anchorAt, quantity, dueAt } = segment;
  return {
    period: { startAt: segment.startAt, endAt: segment.endAt },
    billingPeriod: segment.period,
    whole,
    anchorAt,
    plan: { ...version, terms: termsOf(segment, version) },
    choice: { currency, periodsElapsed, overrides },
    quantity,
    waiver: segment.kind === 'paid' ? null : segment.kind,
    dueAt,
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

function toOrganizations(found: ReadonlyMap<string, Organization>): Organizations {
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
