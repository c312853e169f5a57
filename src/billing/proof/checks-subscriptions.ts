import { type Db, decimalText, isSandbox } from '#kernel';
import type { Period } from '#rating';
import {
  loadSubscriptionsForGateway,
  openSegments,
  type Segment,
  type Subscription,
  subscriptionsByIds,
} from '#subscriptions';
import { type CloseSources, itemText, planCloses } from '../invoices/index.ts';
import type { Broken, Check, SubjectPage } from './check.ts';
import { brokenCharges } from './store-checks.ts';
import { billedThrough, closedPeriodsOf, returnsOf } from './store-periods.ts';

async function subscriptionIds(db: Db, { after, limit }: SubjectPage): Promise<string[]> {
  return (await loadSubscriptionsForGateway(db, { after, limit })).map((one) => one.id);
}

const periods: Check = {
  name: 'periods.tile',
  says: 'What is billed of a subscription reaches from its beginning to now, without gap or overlap',
  order: 'cycle',
  chunk: 500,
  atOnce: 2000,
  subjects: subscriptionIds,
  async examine(db, ids, at) {
    const found = await subscriptionsByIds(db, ids);
    const closed = await closedPeriodsOf(db, ids);
    const segments = await openSegments(db, ids);
    const returns = await returnsOf(db, ids);
    return [...found].flatMap(([id, subscription]) => {
      const billed = { closed: closed.get(id) ?? [], returns: returns.get(id) ?? [] };
      const detail = tilingFault(subscription, billed, segments.get(id) ?? [], at);
      return detail ? [{ subject: id, detail }] : [];
    });
  },
};

/** So long after its end a period is billed in any case, or its subscription is set aside with a reason. */
const billedWithin = { hours: 24 * 18 };

/** What is wrong with the stretches of a subscription's time; null when they tile it. */
export function tilingFault(
  of: Pick<
    Subscription,
    'organizationId' | 'state' | 'createdAt' | 'segmentStartAt' | 'currentPeriodEndAt' | 'canceledAt'
  >,
  { closed, returns }: { readonly closed: readonly Period[]; readonly returns: readonly Temporal.Instant[] },
  open: readonly Pick<Segment, 'startAt' | 'endAt'>[],
  at: Temporal.Instant,
): string | null {
  const compare = Temporal.Instant.compare;
  const stretches = [...closed, ...open].sort((a, b) => compare(a.startAt, b.startAt));
  let reached = of.createdAt;
  for (const { startAt, endAt } of stretches) {
    const isReturn = returns.some((back) => compare(reached, back) <= 0 && compare(back, startAt) <= 0);
    if (compare(startAt, reached) > 0 && !isReturn) return `nothing is billed from ${reached} to ${startAt}`;
    if (compare(startAt, reached) < 0) return `from ${startAt} to ${reached} is billed twice`;
    reached = endAt;
  }
  const ends = of.state === 'canceled' ? [of.canceledAt!, of.currentPeriodEndAt, of.segmentStartAt] : [];
  const isBack = returns.some((back) => compare(reached, back) <= 0 && compare(back, of.segmentStartAt) <= 0);
  const fits = isBack || [of.segmentStartAt, ...ends].some((end) => end.equals(reached));
  if (!fits) return `is billed until ${reached}, and its present period began at ${of.segmentStartAt}`;
  // The time of a sandbox consumer stands still until somebody moves it.
  const runs = of.state !== 'canceled' && of.state !== 'paused' && !isSandbox(of.organizationId);
  if (!runs || compare(of.currentPeriodEndAt.add(billedWithin), at) > 0) return null;
  return `its period ended at ${of.currentPeriodEndAt} and is not billed`;
}

const waitsTooLong = { hours: 24 * 40 };

const charges: Check = {
  name: 'charges.invoiced',
  says: 'Every charge is on the invoice that it names, and none waits for an invoice that it could be on',
  order: 'cycle',
  chunk: 500,
  atOnce: 2000,
  subjects: subscriptionIds,
  examine: (db, ids, at) => brokenCharges(db, ids, at.subtract(waitsTooLong)),
};

/**
 * A look for late usage at the very batch that was billed must find none. The same code that bills asks, so that
 * every kind of price and meter is covered.
 */
function usage(sources: CloseSources): Check {
  return {
    name: 'usage.billed',
    says: 'What was billed of the last periods is what the usage store has counted of them',
    order: 'cycle',
    chunk: 100,
    atOnce: 100,
    subjects: subscriptionIds,
    async examine(db, ids, at) {
      const through = await billedThrough(db, ids);
      const found = await sources.subscriptions(db, [...through.keys()]);
      const byBatch = Map.groupBy([...found.values()], (one) => through.get(one.id)!);
      const broken: Broken[] = [];
      // No new credit is looked for: what was taken stands among the charges.
      const looking = { ...sources, creditsOf: async () => new Map() };
      for (const [batch, subscriptions] of byBatch) {
        const looks = subscriptions.map((subscription) => {
          return { subscription, cause: 'late', cutAt: subscription.period.endAt } as const;
        });
        for (const { plan } of await planCloses(db, looking, looks, batch, new Map(), at)) {
          for (const charge of plan.charges) {
            const more = `${charge.amountMinor} minor units of ${charge.currency} more than was billed`;
            const counted = `${decimalText(charge.quantity)} up to batch ${batch}`;
            const detail = `${itemText(charge)}: the usage store has ${counted}, which is ${more}`;
            broken.push({ subject: charge.subscriptionId, detail });
          }
        }
      }
      return broken;
    },
  };
}

export function subscriptionChecks(sources: CloseSources): readonly Check[] {
  return [periods, charges, usage(sources)];
}
