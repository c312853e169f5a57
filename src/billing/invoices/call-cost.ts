/** What one call added to the usage charges of its period, as the close will compute them, not rounded. */
import { type Db, type Decimal, decimal, ZERO } from '#kernel';
import { openSegments, subscriptionsByIds } from '#subscriptions';
import type { Charge } from './charge.ts';
import type { CloseDeps } from './close-batch.ts';
import { billables } from './faces.ts';
import { planBatch } from './plan-batch.ts';
import type { CloseSources } from './sources.ts';
import { earlier, UsageByWindow, windowText } from './usage-windows.ts';

/** Long enough after every period's end for its grace to be over. */
const AFTERWARDS = { hours: 24 * 366 * 4 };
/** Usage is kept to the millisecond. */
const ONE = { milliseconds: 1 };

export interface CallCost {
  /** Major units before discounts and taxes. */
  readonly amount: Decimal;
  readonly currency: string;
}

/**
 * The close of the period twice, not carried out: with the usage until just before the call and with that until just after it.
 * Whatever its prices are made of (tiers, conditions, quotas), the difference is the call's. Calls within the same millisecond
 * are not told apart. Null when it cannot be billed as it stands.
 */
export async function callCost(
  db: Db,
  deps: CloseDeps,
  { subscriptionId, at }: { readonly subscriptionId: string; readonly at: Temporal.Instant },
): Promise<CallCost | null> {
  const ids = [subscriptionId];
  const subscription = (await subscriptionsByIds(db, ids)).get(subscriptionId);
  if (!subscription) return null;
  // One look at what has arrived: a call that comes in between would be part of the difference.
  const highest = await deps.sources.highestBatch(db);
  const known = await billables(db, [subscription], await openSegments(db, ids));
  const usageCharges = async (until: Temporal.Instant): Promise<Decimal | null> => {
    const sources: CloseSources = {
      ...deps.sources,
      subscriptions: async () => known,
      usageCompleteUntil: async () => null,
      highestBatch: async () => highest,
      usage: usageUntil(deps.sources.usage, until),
    };
    const request = { ids, mode: 'due', at: at.add(AFTERWARDS), leaveDraft: true, runId: null } as const;
    const plan = await planBatch(db, sources, deps.defaults, request);
    const [planned] = plan.planned;
    return planned ? planned.plan.charges.reduce((sum, one) => sum.plus(exactAmount(one)), ZERO) : null;
  };
  const [before, after] = [await usageCharges(at), await usageCharges(at.add(ONE))];
  if (before === null || after === null) return null;
  return { amount: after.minus(before), currency: subscription.currency };
}

function usageUntil(usage: CloseSources['usage'], until: Temporal.Instant): CloseSources['usage'] {
  return async (windows, upToBatch) => {
    const cut = windows.map((one) => ({ ...one, toAt: earlier(one.toAt, until) }));
    const asked = cut.filter((one) => Temporal.Instant.compare(one.fromAt, one.toAt) < 0);
    const known = await usage([...new Map(asked.map((one) => [windowText(one), one])).values()], upToBatch);
    const answered = new UsageByWindow();
    const seen = new Set<string>();
    for (const [index, window] of windows.entries()) {
      const text = windowText(window);
      if (seen.has(text)) continue;
      seen.add(text);
      const readings = known.readings(cut[index]!);
      if (readings) answered.read(window, readings);
      else answered.add(window, known.of(cut[index]!));
    }
    return answered;
  };
}

/** Lines of invoices are rounded; how a charge came about is not. */
function exactAmount({ kind, quantity, explanation }: Charge): Decimal {
  if ((kind !== 'usage' && kind !== 'overage') || explanation.waived !== undefined) return ZERO;
  const { unit_price: unitPrice, steps } = explanation;
  if (typeof unitPrice === 'string') return quantity.times(decimal(unitPrice));
  const parts = Array.isArray(steps) ? (steps as { amount: string }[]) : [];
  return parts.reduce((sum, { amount }) => sum.plus(decimal(amount)), ZERO);
}
