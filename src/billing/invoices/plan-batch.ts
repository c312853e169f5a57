import type { PlanVersionOfPlan } from '#catalog';
import { type Db, isSandbox, Problem } from '#kernel';
import {
  type BillableSubscription,
  type ClosedPeriod,
  type CloseInput,
  type ClosePlan,
  closeWindows,
  type InvoiceCause,
  planClose,
} from './plan-close.ts';
import { type BillingSettings, settingsOf } from './settings.ts';
import type { CloseSources } from './sources.ts';
import * as store from './store-close.ts';
import { earlier, windowText } from './usage-windows.ts';

/** `due`: what the clock says is over. `early`: the present period so far. `start`: the first invoice. */
export type CloseMode = 'due' | 'early' | 'start';

/** What became of a subscription in a close. */
export type CloseOutcome =
  | { readonly outcome: 'invoiced'; readonly invoiceId: string }
  /** With the latest invoice that there is. */
  | { readonly outcome: 'nothing_to_bill' | 'not_due'; readonly invoiceId: string | null }
  | { readonly outcome: 'unknown' | 'busy' }
  | { readonly outcome: 'waiting' | 'set_aside'; readonly reason: string };

export interface PlannedSubscription {
  readonly subscription: BillableSubscription;
  readonly cause: InvoiceCause;
  readonly plan: ClosePlan;
}

export interface BatchPlan {
  readonly planned: readonly PlannedSubscription[];
  /** Subscriptions that are not billed now, and why not. */
  readonly refused: ReadonlyMap<string, CloseOutcome>;
  readonly settingsOf: (providerId: string) => BillingSettings;
  readonly highestBatch: bigint;
}

export interface PlanRequest {
  readonly ids: readonly string[];
  readonly mode: CloseMode;
  readonly at: Temporal.Instant;
}

// Usage that comes later than the close of the period after its own is no longer looked for.
const closedPeriodsLookedAt = 2;

/** Decides what to bill for a batch: everything is read set by set, usage in one aggregate query. */
export async function planBatch(
  db: Db,
  sources: CloseSources,
  defaults: BillingSettings,
  request: PlanRequest,
): Promise<BatchPlan> {
  const found = await sources.subscriptions(db, request.ids);
  const subscriptions = [...found.values()];
  const settings = await settingsOf(
    db,
    subscriptions.map((one) => one.providerId),
    defaults,
  );
  const completeUntil = await sources.usageCompleteUntil(db);
  const refused = new Map<string, CloseOutcome>();
  for (const id of request.ids) if (!found.has(id)) refused.set(id, { outcome: 'unknown' });

  const ready: Omit<CloseInput, 'earlier' | 'billed' | 'carried' | 'highestBatch'>[] = [];
  for (const subscription of subscriptions) {
    const grace = settings(subscription.providerId).graceMinutes;
    // No gateway waits for the time of a sandbox consumer.
    const complete = isSandbox(subscription.organizationId) ? null : completeUntil;
    const verdict = whatToClose(subscription, request, grace, complete);
    if ('outcome' in verdict) refused.set(subscription.id, verdict);
    else ready.push({ subscription, ...verdict });
  }
  const highestBatch = await sources.highestBatch(db);
  const planned = await planReady(db, sources, ready, highestBatch, refused);
  return { planned, refused, settingsOf: settings, highestBatch };
}

/** Which close this is and how far it reaches, or why there is none now. */
export function whatToClose(
  subscription: BillableSubscription,
  { mode, at }: Pick<PlanRequest, 'mode' | 'at'>,
  graceMinutes: number,
  completeUntil: Temporal.Instant | null,
): { cause: InvoiceCause; cutAt: Temporal.Instant } | CloseOutcome {
  const { endAt } = subscription.period;
  if (mode === 'start') return { cause: 'start', cutAt: subscription.period.startAt };
  if (!subscription.live)
    return mode === 'early' ? { cause: 'late', cutAt: endAt } : { outcome: 'not_due', invoiceId: null };
  const graceOver = mode === 'early' ? endAt : endAt.add({ minutes: graceMinutes });
  const isOver = Temporal.Instant.compare(graceOver, at) <= 0;
  if (!isOver && mode === 'due') return { outcome: 'not_due', invoiceId: null };
  const cutAt = earlier(endAt, at);
  if (completeUntil !== null && Temporal.Instant.compare(completeUntil, cutAt) < 0) {
    return { outcome: 'waiting', reason: `Usage is complete until ${completeUntil}, and ${cutAt} is needed` };
  }
  return { cause: isOver ? 'renewal' : 'early', cutAt };
}

async function planReady(
  db: Db,
  sources: CloseSources,
  ready: readonly Omit<CloseInput, 'earlier' | 'billed' | 'carried' | 'highestBatch'>[],
  highestBatch: bigint,
  refused: Map<string, CloseOutcome>,
): Promise<PlannedSubscription[]> {
  const ids = ready.map(({ subscription }) => subscription.id);
  const closed = await closedPeriods(db, sources, ids);
  const inputs = ready.map((one) => ({ ...one, earlier: closed.get(one.subscription.id) ?? [] }));
  const starts = new Map(inputs.map((one) => [one.subscription.id, earliestStart(one)]));
  const billed = await store.billedSince(db, starts);
  const carried = await store.carriedCharges(db, ids);

  // One subscription that cannot be billed must not hold up the others: it is set aside with its reason.
  const attempt = <T>(id: string, work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      refused.set(id, { outcome: 'set_aside', reason: reasonOf(error) });
      return null;
    }
  };
  const windows = inputs.flatMap((one) => attempt(one.subscription.id, () => closeWindows(one)) ?? []);
  // Neighbouring periods ask for the same part of a quota period; each window is asked for once.
  const distinct = new Map(windows.map((window) => [windowText(window), window]));
  const usage = await sources.usage([...distinct.values()], highestBatch);
  return inputs.flatMap((one) => {
    const { id } = one.subscription;
    if (refused.has(id)) return [];
    const input = { ...one, billed, carried: carried.get(id) ?? [], highestBatch };
    const plan = attempt(id, () => planClose(input, usage));
    return plan ? [{ subscription: one.subscription, cause: one.cause, plan }] : [];
  });
}

export function reasonOf(error: unknown): string {
  if (error instanceof Problem) return `${error.kind.title}: ${error.message}`.slice(0, 1000);
  return String(error).slice(0, 1000);
}

function earliestStart(input: Pick<CloseInput, 'subscription' | 'earlier'>): Temporal.Instant {
  return input.earlier.reduce(
    (start, { period }) => earlier(start, period.startAt),
    input.subscription.period.startAt,
  );
}

async function closedPeriods(
  db: Db,
  sources: CloseSources,
  ids: readonly string[],
): Promise<Map<string, ClosedPeriod[]>> {
  const rows = await store.latestClosedPeriods(db, ids, closedPeriodsLookedAt);
  const plans: ReadonlyMap<string, PlanVersionOfPlan> = await sources.planVersions(db, [
    ...new Set(rows.map((row) => row.planVersionId)),
  ]);
  const grouped = Map.groupBy(rows, (row) => row.subscriptionId);
  const result = new Map<string, ClosedPeriod[]>();
  for (const [id, own] of grouped) {
    result.set(
      id,
      own.flatMap(({ period, planVersionId, waiver }) => {
        const plan = plans.get(planVersionId);
        return plan ? [{ period, plan, waiver }] : [];
      }),
    );
  }
  return result;
}
