import { type PlanVersionOfPlan, planVersions, products } from '#catalog';
import { quotaResetsOf } from '#enforcement';
import { findOrganizations, type Organization } from '#identity';
import { Problem } from '#kernel';
import {
  advancePeriods,
  afterPeriod,
  dueSubscriptions,
  type Subscription,
  subscriptionsByIds,
} from '#subscriptions';
import type { BillableSubscription } from './plan-close.ts';
import { invoiceProblems } from './problems.ts';
import type { CloseSources, Organizations, Party } from './sources.ts';

type RoomSources = Pick<
  CloseSources,
  'due' | 'subscriptions' | 'advance' | 'planVersions' | 'productNames' | 'organizations'
>;

/** What closing asks of identity, catalog and subscriptions, answered by their faces. */
export const roomSources: RoomSources = {
  async due(db, at, { limit, afterId }) {
    return (await dueSubscriptions(db, at, limit, afterId)).map((one) => one.id);
  },
  async subscriptions(db, ids) {
    const found = await subscriptionsByIds(db, ids);
    const plans = await planVersions(
      db,
      [...found.values()].map((one) => one.planVersionId),
    );
    const resets = await quotaResetsOf(db, ids);
    return new Map(
      [...found].map(([id, one]) => [
        id,
        toBillable(one, plans.get(one.planVersionId), resets.get(id) ?? []),
      ]),
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
  plan: PlanVersionOfPlan | undefined,
  quotaResets: BillableSubscription['quotaResets'],
): BillableSubscription {
  if (!plan) {
    throw new Problem(invoiceProblems.planVersionMissing, {
      detail: `${of.id} stands on ${of.planVersionId}.`,
    });
  }
  const after = of.state === 'canceled' ? null : afterPeriod(of, plan.terms, of.currentPeriodEndAt);
  return {
    id: of.id,
    organizationId: of.organizationId,
    providerId: of.providerOrganizationId,
    productId: of.productId,
    timeZone: of.timeZone,
    anchorAt: of.anchorAt,
    quotaResets,
    live: of.state !== 'canceled',
    trialing: of.state === 'trialing',
    period: { startAt: of.currentPeriodStartAt, endAt: of.currentPeriodEndAt },
    plan,
    next:
      after === null || after.state === 'canceled'
        ? null
        : {
            period: { startAt: after.currentPeriodStartAt, endAt: after.currentPeriodEndAt },
            plan,
            trialing: after.state === 'trialing',
          },
  };
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
