import { effectiveTerms } from '#catalog';
import { type Db, isSandbox, Problem } from '#kernel';
import { type BillableSubscription, type ClosedSegment, presentOf, segmentsDue } from './billable.ts';
import type { InvoiceCause } from './cause.ts';
import type { Billed } from './charge.ts';
import { knownSince } from './look-back.ts';
import { type Obstacle, obstacleOf } from './obstacle.ts';
import { type CloseInput, type ClosePlan, closeWindows, planClose } from './plan-close.ts';
import { type BillingSettings, settingsOf } from './settings.ts';
import type { CloseSources } from './sources.ts';
import * as store from './store-close.ts';
import { earlier, later, windowText } from './usage-windows.ts';

/**
 * `due`: what the clock says is over. `early`: the present period so far. `start`: the first invoice. `change`: what a
 * change of the subscription, written in the same transaction, makes of what is paid in advance.
 */
export type CloseMode = 'due' | 'early' | 'start' | 'change';

/** What became of a subscription in a close. */
export type CloseOutcome =
  | { readonly outcome: 'invoiced'; readonly invoiceId: string }
  /** With the latest invoice that there is. */
  | { readonly outcome: 'nothing_to_bill' | 'not_due'; readonly invoiceId: string | null }
  | { readonly outcome: 'unknown' | 'busy' }
  | { readonly outcome: 'waiting'; readonly reason: string }
  /** Without the obstacle when it stood aside already. */
  | { readonly outcome: 'set_aside'; readonly reason: string; readonly obstacle?: Obstacle };

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

interface Verdict {
  readonly cause: InvoiceCause;
  readonly cutAt: Temporal.Instant;
}

const notDue: CloseOutcome = { outcome: 'not_due', invoiceId: null };

/** Which close this is and how far it reaches, or why there is none now. */
export function whatToClose(
  subscription: BillableSubscription,
  { mode, at }: Pick<PlanRequest, 'mode' | 'at'>,
  graceMinutes: number,
  completeUntil: Temporal.Instant | null,
): Verdict | CloseOutcome {
  if (mode === 'start') return { cause: 'start', cutAt: subscription.period.startAt };
  if (mode === 'change') return { cause: 'change', cutAt: at };
  const billableAt = mode === 'early' ? at : at.subtract({ minutes: graceMinutes });
  const verdict =
    realClose(subscription, billableAt) ?? (mode === 'early' ? soFar(subscription, at) : notDue);
  if ('outcome' in verdict || verdict.cause === 'late') return verdict;
  const { cutAt } = verdict;
  if (completeUntil !== null && Temporal.Instant.compare(completeUntil, cutAt) < 0) {
    return { outcome: 'waiting', reason: `Usage is complete until ${completeUntil}, and ${cutAt} is needed` };
  }
  return verdict;
}

/** The close of a period or of segments that are over; of a subscription that has ended, a look for late usage. */
function realClose(subscription: BillableSubscription, at: Temporal.Instant): Verdict | null {
  const present = presentOf(subscription);
  const { endAt } = subscription.period;
  // The time of a paused subscription stands still.
  const isOver = present?.waiver !== 'paused' && Temporal.Instant.compare(endAt, at) <= 0;
  if (present && isOver) return { cause: 'renewal', cutAt: endAt };
  const due = segmentsDue(subscription, at);
  if (due.length === 0) return present ? null : { cause: 'late', cutAt: endAt };
  const dueAts = present ? due.map((one) => one.dueAt).filter((dueAt) => !isAfter(dueAt, at)) : [];
  const cutAt = dueAts.reduce(later, due.at(-1)!.period.endAt);
  // What has just ended waits for its usage like any other.
  return isAfter(cutAt, at) ? null : { cause: 'final', cutAt };
}

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}

function soFar(subscription: BillableSubscription, at: Temporal.Instant): Verdict | CloseOutcome {
  const { endAt } = subscription.period;
  return subscription.live ? { cause: 'early', cutAt: earlier(endAt, at) } : notDue;
}

async function planReady(
  db: Db,
  sources: CloseSources,
  ready: readonly Omit<CloseInput, 'earlier' | 'billed' | 'carried' | 'highestBatch'>[],
  highestBatch: bigint,
  refused: Map<string, CloseOutcome>,
): Promise<PlannedSubscription[]> {
  const ids = ready.map(({ subscription }) => subscription.id);
  const closed = await closedSegments(
    db,
    sources,
    ready.map((one) => one.subscription),
  );
  const inputs = ready.map((one) => ({ ...one, earlier: closed.get(one.subscription.id) ?? [] }));
  const starts = new Map(inputs.map((one) => [one.subscription.id, earliestStart(one)]));
  const billed = await store.billedSince(db, starts);
  const carried = await store.carriedCharges(db, ids);

  // One subscription that cannot be billed must not hold up the others: it is set aside with its reason.
  const attempt = <T>(id: string, work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      refused.set(id, { outcome: 'set_aside', reason: reasonOf(error), obstacle: obstacleOf(error) });
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
    const own = billed.get(id) ?? new Map<string, Billed>();
    const input = { ...one, billed: own, carried: carried.get(id) ?? [], highestBatch };
    const plan = attempt(id, () => planClose(input, usage));
    return plan ? [{ subscription: one.subscription, cause: one.cause, plan }] : [];
  });
}

export function reasonOf(error: unknown): string {
  if (error instanceof Problem) return `${error.kind.title}: ${error.message}`.slice(0, 1000);
  return String(error).slice(0, 1000);
}

function earliestStart({ subscription, earlier: before }: Pick<CloseInput, 'subscription' | 'earlier'>) {
  return [...before, ...subscription.segments].reduce(
    (start, { period }) => earlier(start, period.startAt),
    subscription.period.startAt,
  );
}

/** What was closed as far back as a close looks, with the terms that held. */
async function closedSegments(
  db: Db,
  sources: CloseSources,
  subscriptions: readonly BillableSubscription[],
): Promise<Map<string, ClosedSegment[]>> {
  const since = new Map(subscriptions.map((one) => [one.id, knownSince(one)]));
  const rows = await store.closedSince(db, since);
  const plans = await sources.planVersions(db, [...new Set(rows.map((row) => row.planVersionId))]);
  const result = new Map<string, ClosedSegment[]>();
  for (const { subscriptionId, planVersionId, choice, ...segment } of rows) {
    const plan = plans.get(planVersionId);
    if (!plan) continue;
    const chosen = choice ?? { currency: plan.terms.currency, periodsElapsed: 0, overrides: null };
    const known = result.get(subscriptionId) ?? [];
    result.set(subscriptionId, known);
    known.push({ ...segment, choice: chosen, plan: { ...plan, terms: effectiveTerms(plan.terms, chosen) } });
  }
  return result;
}
