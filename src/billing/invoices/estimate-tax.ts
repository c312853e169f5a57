import type { PlanVersionOfPlan } from '#catalog';
import { type Db, Problem } from '#kernel';
import type { CloseDeps } from './close-batch.ts';
import type { Estimate } from './estimate.ts';
import type { TaxedInvoice } from './tax-source.ts';

/**
 * The tax on an estimate for a known buyer, if it bought now; null where nobody can say: for a seller without a legal
 * identity, or one that has not entered the rates of a place where it is registered.
 */
export async function taxOfEstimate(
  db: Db,
  deps: Pick<CloseDeps, 'sources' | 'taxes'>,
  request: {
    plan: PlanVersionOfPlan;
    estimate: Estimate;
    sellerId: string;
    buyerId: string;
    at: Temporal.Instant;
  },
): Promise<TaxedInvoice | null> {
  const { plan, estimate, sellerId, buyerId, at } = request;
  const organizations = await deps.sources.organizations(db, [sellerId, buyerId]);
  const [seller, buyer] = [organizations.seller(sellerId), organizations.buyer(buyerId)];
  if (!seller || !buyer) return null;
  const taxes = await deps.taxes(db, { parties: [{ seller, buyer }], planVersionIds: [plan.id] });
  const lines = estimate.lines.map((line) => ({
    ...line,
    subscriptionId: 'estimate',
    period: { startAt: at, endAt: at.add({ hours: 1 }) },
    sequence: 1,
    planVersionId: plan.id,
    currency: estimate.currency,
    highestBatch: null,
  }));
  try {
    return taxes({ seller, buyer, lines, timeZone: 'UTC', at });
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
