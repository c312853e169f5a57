import { effectiveTerms } from '#catalog';
import { type Db, decimal, isSandbox, Problem, roundToMinor } from '#kernel';
import { redemptionsOf } from '../coupons/index.ts';
import type { PromotionalCredit } from './adjustments.ts';
import { type BillableSubscription, type ClosedSegment, noteOf, presentOf, segmentsDue } from './billable.ts';
import type { InvoiceCause } from './cause.ts';
import type { Billed, Charge } from './charge.ts';
import { knownSince } from './look-back.ts';
import { type Obstacle, obstacleOf } from './obstacle.ts';
import { type CloseInput, type ClosePlan, closeWindows, planClose, type Unread } from './plan-close.ts';
import { type BillingSettings, settingsOf } from './settings.ts';
import type { CloseSources } from './sources.ts';
import * as store from './store-close.ts';
import { earlier, later, type UsageByWindow, type UsageWindow, windowText } from './usage-windows.ts';

/**
 * `due`: what the clock says is over. `early`: the present period so far. `start`: the first invoice. `change`: what a
 * change of the subscription, written in the same transaction, makes of what is paid in advance. `threshold`: the present
 * period so far, if what is unbilled of it comes to what the plan waits for. `late`: only what came late for periods that
 * are closed.
 */
export type CloseMode = 'due' | 'early' | 'start' | 'change' | 'threshold' | 'late';

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
  /** What it was decided by. */
  readonly input: CloseInput;
  readonly windows: readonly UsageWindow[];
  readonly usage: UsageByWindow;
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

  const ready: Omit<Unread, 'earlier'>[] = [];
  for (const subscription of subscriptions) {
    const grace = settings(subscription.providerId).graceMinutes;
    // No gateway waits for the time of a sandbox consumer.
    const complete = isSandbox(subscription.organizationId) ? null : completeUntil;
    const verdict = whatToClose(subscription, request, grace, complete);
    if ('outcome' in verdict) refused.set(subscription.id, verdict);
    else ready.push({ subscription, ...verdict });
  }
  const highestBatch = await sources.highestBatch(db);
  const planned = await planCloses(db, sources, ready, highestBatch, refused, request.at);
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
  if (mode === 'late') return { cause: 'late', cutAt: at };
  if (mode === 'change') return { cause: 'change', cutAt: at };
  if (mode === 'threshold') return soFarKnown(subscription, at, completeUntil);
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

/** Nothing is waited for: what is not in the store yet is looked at the next time. */
function soFarKnown(
  subscription: BillableSubscription,
  at: Temporal.Instant,
  completeUntil: Temporal.Instant | null,
): Verdict | CloseOutcome {
  const { startAt, endAt } = subscription.period;
  const cutAt = completeUntil === null ? at : earlier(at, completeUntil);
  const isWithin = isAfter(cutAt, startAt) && isAfter(endAt, at);
  const { threshold } = subscription.plan.terms;
  return subscription.live && threshold !== null && isWithin ? { cause: 'threshold', cutAt } : notDue;
}

function isBelowThreshold({ plan }: BillableSubscription, lines: readonly Charge[]): boolean {
  const { threshold, currency } = plan.terms;
  const netMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  return threshold === null || roundToMinor(decimal(threshold), currency) > netMinor || netMinor <= 0n;
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

/** Decides these closes as if usage ended with this batch; `refused` gets those that cannot be billed. */
export async function planCloses(
  db: Db,
  sources: CloseSources,
  ready: readonly Omit<Unread, 'earlier'>[],
  highestBatch: bigint,
  refused: Map<string, CloseOutcome>,
  at: Temporal.Instant,
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
  const redemptions = await redemptionsOf(db, ids);
  const credits = creditPool(
    await sources.creditsOf(
      db,
      ready.map((one) => one.subscription),
      at,
    ),
  );

  // One subscription that cannot be billed must not hold up the others: it is set aside with its reason.
  const attempt = <T>(id: string, work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      refused.set(id, { outcome: 'set_aside', reason: reasonOf(error), obstacle: obstacleOf(error) });
      return null;
    }
  };
  const windowsOf = new Map(
    inputs.map((one) => [one.subscription.id, attempt(one.subscription.id, () => closeWindows(one)) ?? []]),
  );
  const windows = [...windowsOf.values()].flat();
  // Neighbouring periods ask for the same part of a quota period; each window is asked for once.
  const distinct = new Map(windows.map((window) => [windowText(window), window]));
  const usage = await sources.usage([...distinct.values()], highestBatch);
  return inputs.flatMap((one) => {
    const { id } = one.subscription;
    if (refused.has(id)) return [];
    const own = billed.get(id) ?? new Map<string, Billed>();
    const input = {
      ...one,
      billed: own,
      redemptions: redemptions.get(id) ?? [],
      credits: credits.of(id),
      carried: carried.get(id) ?? [],
      highestBatch,
    };
    const plan = attempt(id, () => planClose(input, usage));
    if (plan && one.cause === 'threshold' && isBelowThreshold(one.subscription, plan.lines)) {
      refused.set(id, notDue);
      return [];
    }
    if (plan) credits.take(plan.charges);
    const { subscription, cause } = one;
    return plan ? [{ subscription, cause, plan, input, windows: windowsOf.get(id)!, usage }] : [];
  });
}

/** Several subscriptions of a consumer may use the same credit: what one has taken is gone for the next. */
function creditPool(found: ReadonlyMap<string, readonly PromotionalCredit[]>) {
  const taken = new Map<string, bigint>();
  return {
    of: (id: string) =>
      (found.get(id) ?? []).map((credit) => {
        return { ...credit, availableMinor: credit.availableMinor + (taken.get(credit.id) ?? 0n) };
      }),
    take(charges: readonly Charge[]) {
      for (const { itemKey, amountMinor } of charges.filter((charge) => charge.kind === 'credit')) {
        taken.set(itemKey, (taken.get(itemKey) ?? 0n) + amountMinor);
      }
    },
  };
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
    const terms = effectiveTerms(plan.terms, chosen);
    known.push({ ...segment, choice: chosen, note: noteOf(plan.terms, chosen), plan: { ...plan, terms } });
  }
  return result;
}
