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
  subscriptionsByIds,
  termsOf,
} from '#subscriptions';
import type { BillableSegment, BillableSubscription } from './plan-close.ts';
import { invoiceProblems } from './problems.ts';
import type { CloseSources, Organizations, Party } from './sources.ts';

type RoomSources = Pick<
  CloseSources,
  'due' | 'subscriptions' | 'advance' | 'planVersions' | 'productNames' | 'organizations'
>;

/** What closing asks of identity, catalog and subscriptions, answered by their faces. */
export const roomSources: RoomSources = {
  async due(db, at, { limit, afterId, organizationId = null }) {
    return (await dueSubscriptions(db, at, limit, afterId, organizationId)).map((one) => one.id);
  },
  async subscriptions(db, ids) {
    const found = await subscriptionsByIds(db, ids);
    const cut = await openSegments(db, ids);
    const versions = await planVersions(
      db,
      [...found.values(), ...[...cut.values()].flat()].flatMap(versionIdsOf),
    );
    const resets = await quotaResetsOf(db, ids);
    return new Map(
      [...found].map(([id, one]) => [id, toBillable(one, versions, cut.get(id) ?? [], resets.get(id) ?? [])]),
    );
  },
  async advance(tx, over, at) {
    const seen = over.map(({ id, period }) => ({ id, currentPeriodEndAt: period.endAt }));
    const now = await advancePeriods(tx, seen, at);
    for (const { id, next } of over) requireAdvanced(id, now.get(id), next?.period.startAt ?? null);
  },
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
function requireAdvanced(
  id: string,
  now: Subscription | undefined,
  nextStartAt: Temporal.Instant | null,
): void {
  const ended = now?.state === 'canceled';
  const fits = nextStartAt === null ? ended : !ended && now?.currentPeriodStartAt.equals(nextStartAt);
  if (!fits) {
    throw new Problem(invoiceProblems.subscriptionChanged, { detail: `${id} changed while it was billed.` });
  }
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
  const billable = (segment: Segment): BillableSegment => {
    const version = versionOf(segment.planVersionId);
    return {
      period: { startAt: segment.startAt, endAt: segment.endAt },
      whole: segment.whole,
      plan: { ...version, terms: termsOf(segment, version) },
      quantity: segment.quantity,
      waiver: segment.kind === 'paid' ? null : segment.kind,
      dueAt: segment.dueAt,
    };
  };
  const version = versionOf(of.planVersionId);
  const present = billable(presentSegment(of, version.terms));
  const live = of.state !== 'canceled';
  const segments = cut.map(billable);
  return {
    id: of.id,
    organizationId: of.organizationId,
    providerId: of.providerOrganizationId,
    productId: of.productId,
    timeZone: of.timeZone,
    anchorAt: of.anchorAt,
    quotaResets,
    live,
    trialing: of.state === 'trialing',
    period: { startAt: of.currentPeriodStartAt, endAt: of.currentPeriodEndAt },
    plan: present.plan,
    segments: live ? [...segments, present] : segments,
    next: live ? nextOf(of, versionOf) : null,
  };
}

function nextOf(
  of: Subscription,
  versionOf: (planVersionId: string) => PlanVersionOfPlan,
): BillableSubscription['next'] {
  const after = afterPeriod(of, (id) => versionOf(id).terms, of.currentPeriodEndAt);
  if (after.state === 'canceled') return null;
  const version = versionOf(after.planVersionId);
  const { period, whole } = presentSegment(after, version.terms);
  const plan = { ...version, terms: termsOf(after, version) };
  return { period, whole, plan, quantity: after.quantity, trialing: after.state === 'trialing' };
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
    country: legal.country,
    taxId: legal.taxId,
    email: billingEmail,
  };
}
