import type { PlanVersionOfPlan } from '#catalog';
import { effectiveTerms, planVersions, versionIdsOfPlan } from '#catalog';
import { type Db, inTransaction, Problem } from '#kernel';
import {
  type CloseDeps,
  type ClosedSegment,
  type ClosedSegmentRow,
  closedWithin,
  noteOf,
  type UsageByWindow,
  windowText,
} from '../invoices/index.ts';
import type { Backtest, Comparison } from './backtest.ts';
import { type PastOf, priceOfPast, whyNotComparable, windowsOfPast, withTerms } from './price-again.ts';
import * as store from './store-backtests.ts';

type Deps = Pick<CloseDeps, 'db' | 'sources'>;
const PAGE = 200;

/**
 * Compares what is left of a back-test, a page of subscriptions per transaction: one that was interrupted goes on where it
 * stood. Nothing is written but its own rows.
 */
export async function workBacktest(
  deps: Deps,
  id: string,
  now: () => Temporal.Instant,
  signal?: AbortSignal,
): Promise<void> {
  for (let more = true; more && !signal?.aborted; ) {
    more = await inTransaction(deps.db, async (tx) => {
      const backtest = await store.claimBacktest(tx, id);
      return backtest ? workPage(tx, deps, backtest, now()) : false;
    });
  }
}

async function workPage(tx: Db, deps: Deps, backtest: Backtest, at: Temporal.Instant): Promise<boolean> {
  const versionIds = await versionIdsOfPlan(tx, backtest.planId);
  const { fromAt, toAt, afterId } = backtest;
  const rows = await closedWithin(tx, { versionIds, fromAt, toAt, afterId, subscriptions: PAGE });
  if (rows.length === 0) {
    await store.markBacktest(tx, backtest.id, { state: 'done', problem: null, finishedAt: at });
    return false;
  }
  const pasts = await pastsOf(tx, deps, rows);
  await store.insertComparisons(tx, backtest.id, await compare(tx, deps, pasts, backtest));
  const last = rows.at(-1)!.subscriptionId;
  await store.markBacktest(tx, backtest.id, {
    state: 'running',
    problem: null,
    finishedAt: null,
    afterId: last,
  });
  return true;
}

async function pastsOf(tx: Db, { sources }: Deps, rows: readonly ClosedSegmentRow[]): Promise<PastOf[]> {
  const bySubscription = Map.groupBy(rows, (row) => row.subscriptionId);
  const subscriptions = await sources.subscriptions(tx, [...bySubscription.keys()]);
  const versions = await planVersions(tx, [...new Set(rows.map((row) => row.planVersionId))]);
  return [...bySubscription].flatMap(([id, own]) => {
    const subscription = subscriptions.get(id);
    const segments = own.map((row) => withPlan(row, versions.get(row.planVersionId)!));
    return subscription ? [{ subscription, segments }] : [];
  });
}

function withPlan({ choice, ...row }: ClosedSegmentRow, plan: PlanVersionOfPlan): ClosedSegment {
  const chosen = choice ?? { currency: plan.terms.currency, periodsElapsed: 0, overrides: null };
  return {
    ...row,
    choice: chosen,
    note: noteOf(plan.terms, chosen),
    plan: { ...plan, terms: effectiveTerms(plan.terms, chosen) },
  };
}

/** Both prices of each past, from one aggregate query for the page. */
async function compare(
  tx: Db,
  { sources }: Deps,
  pasts: readonly PastOf[],
  { terms }: Backtest,
): Promise<Comparison[]> {
  const pairs = pasts.map((past) => {
    const reason = whyNotComparable(past.segments, terms);
    return {
      past,
      reason,
      candidate: reason === null ? { ...past, segments: withTerms(past.segments, terms) } : null,
    };
  });
  const windows = pairs.flatMap(({ past, candidate }) => [
    ...windowsOfPast(past),
    ...(candidate ? windowsOfPast(candidate) : []),
  ]);
  const distinct = new Map(windows.map((window) => [windowText(window), window]));
  const usage = await sources.usage([...distinct.values()], await sources.highestBatch(tx));
  return pairs.map(({ past, reason, candidate }) => ({
    subscriptionId: past.subscription.id,
    organizationId: past.subscription.organizationId,
    currency: past.segments.at(-1)!.choice.currency,
    periods: past.segments.length,
    oldMinor: priceOfPast(past, usage),
    ...newPrice(candidate, reason, usage),
  }));
}

/** A candidate that cannot be rated tells so on its row; the others go on. */
function newPrice(
  candidate: PastOf | null,
  reason: string | null,
  usage: UsageByWindow,
): Pick<Comparison, 'newMinor' | 'reason'> {
  if (!candidate) return { newMinor: null, reason };
  try {
    return { newMinor: priceOfPast(candidate, usage), reason: null };
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof RangeError)) throw error;
    return { newMinor: null, reason: error.message.slice(0, 500) };
  }
}
