/** What a consumer has spent in the present periods, where that is going, and what the next invoices will ask for. */
import type { Db } from '#kernel';
import type { Period } from '#rating';
import { liveSubscriptionsOf } from '#subscriptions';
import type { BillableSubscription } from './billable.ts';
import type { Charge } from './charge.ts';
import type { CloseDeps } from './close-batch.ts';
import { atPace } from './pace.ts';
import { type ClosePreview, type ClosePreviews, previewCloses } from './preview-close.ts';
import { later } from './usage-windows.ts';

export interface UpcomingInvoice {
  readonly at: Temporal.Instant;
  readonly lines: readonly Charge[];
  readonly netMinor: bigint;
  /** Null where the invoice is one for several subscriptions, or cannot be taxed yet. */
  readonly taxMinor: bigint | null;
  readonly totalMinor: bigint | null;
}

export interface Upcoming {
  readonly subscription: BillableSubscription;
  readonly currency: string;
  /** Without tax: what was billed of the present period, and what was used of it and is not billed yet. */
  readonly billedMinor: bigint;
  readonly unbilledMinor: bigint;
  /** Without tax: the period's costs at its end, by the slower and by the faster of two paces; null when it cannot be told. */
  readonly projected: { readonly lowMinor: bigint; readonly highMinor: bigint } | null;
  /** By the pace of the whole period; null when none comes. */
  readonly next: UpcomingInvoice | null;
  /** Why it could not be billed as it stands. */
  readonly obstacle: string | null;
}

/** Long enough after every period's end for its grace to be over. */
const AFTERWARDS = { hours: 24 * 366 * 4 };
const RECENT = { hours: 24 * 7 };

/** How many subscriptions are looked at: the latest that have not ended. */
export const UPCOMING_LIMIT = 200;

export async function upcomingOf(
  db: Db,
  deps: CloseDeps,
  organizationId: string,
  at: Temporal.Instant,
): Promise<Upcoming[]> {
  const live = await liveSubscriptionsOf(db, organizationId, UPCOMING_LIMIT);
  const ids = live.map((one) => one.id);
  const found = await deps.sources.subscriptions(db, ids);
  const subscriptions = ids.flatMap((id) => found.get(id) ?? []);
  const now = await previewCloses(db, deps, subscriptions, { mode: 'early', at });
  const startOf = (id: string) => found.get(id)!.period.startAt;
  const byPeriod = await closesAtPace(db, deps, subscriptions, { at, fromAt: startOf });
  const recently = (id: string) => later(startOf(id), at.subtract(RECENT));
  const byWeek = await closesAtPace(db, deps, subscriptions, { at, fromAt: recently });
  return subscriptions.map((subscription) => toUpcoming(subscription, { now, byPeriod, byWeek }));
}

/** Without tax: what the present period of each subscription has cost until now. */
export async function spentOf(
  db: Db,
  deps: CloseDeps,
  organizationId: string,
  at: Temporal.Instant,
): Promise<{ subscription: BillableSubscription; currency: string; minor: bigint }[]> {
  const live = await liveSubscriptionsOf(db, organizationId, UPCOMING_LIMIT);
  const found = await deps.sources.subscriptions(
    db,
    live.map((one) => one.id),
  );
  const subscriptions = [...found.values()];
  const now = await previewCloses(db, deps, subscriptions, { mode: 'early', at });
  return subscriptions.flatMap((subscription) => {
    const close = now.of.get(subscription.id);
    if (!close) return [];
    const { currency } = subscription.plan.terms;
    return { subscription, currency, minor: billedOf(subscription, close) + chargedOf(subscription, close) };
  });
}

/** The closes at the ends of the periods, as if usage went on at the pace. Credit is that of today. */
function closesAtPace(
  db: Db,
  deps: CloseDeps,
  subscriptions: readonly BillableSubscription[],
  pace: { at: Temporal.Instant; fromAt(subscriptionId: string): Temporal.Instant },
): Promise<ClosePreviews> {
  const { sources } = deps;
  const usage = atPace(sources.usage, pace);
  const creditsOf = (tx: Db, of: readonly BillableSubscription[]) => sources.creditsOf(tx, of, pace.at);
  const at = pace.at.add(AFTERWARDS);
  return previewCloses(db, { ...deps, sources: { ...sources, usage, creditsOf } }, subscriptions, {
    mode: 'due',
    at,
  });
}

type Closes = Record<'now' | 'byPeriod' | 'byWeek', ClosePreviews>;

function toUpcoming(subscription: BillableSubscription, { now, byPeriod, byWeek }: Closes): Upcoming {
  const { id, period } = subscription;
  const soFar = now.of.get(id);
  const atEnd = byPeriod.of.get(id);
  const costOf = (close: ClosePreview) => billedOf(subscription, close) + chargedOf(subscription, close);
  const costs = [atEnd, byWeek.of.get(id)].flatMap((close) => (close ? [costOf(close)] : []));
  return {
    subscription,
    currency: subscription.plan.terms.currency,
    billedMinor: soFar ? billedOf(subscription, soFar) : 0n,
    unbilledMinor: soFar ? chargedOf(subscription, soFar) : 0n,
    projected:
      costs.length < 2
        ? null
        : { lowMinor: smallest(costs[0]!, costs[1]!), highMinor: largest(costs[0]!, costs[1]!) },
    next: atEnd ? nextOf(atEnd, period.endAt) : null,
    obstacle: now.refused.get(id) ?? byPeriod.refused.get(id) ?? null,
  };
}

/** Whether something is for the present period, not for one before it or the one that follows. */
function isOf({ period }: BillableSubscription, { startAt }: Period): boolean {
  const { compare } = Temporal.Instant;
  return compare(startAt, period.startAt) >= 0 && compare(startAt, period.endAt) < 0;
}

function billedOf(of: BillableSubscription, { billed }: ClosePreview): bigint {
  const own = [...billed.values()].filter(({ item }) => isOf(of, item.period));
  return sum(own.map((one) => one.amountMinor));
}

function chargedOf(of: BillableSubscription, { plan }: ClosePreview): bigint {
  return sum(plan.charges.filter(({ period }) => isOf(of, period)).map((one) => one.amountMinor));
}

function nextOf({ plan: { lines }, invoice }: ClosePreview, at: Temporal.Instant): UpcomingInvoice | null {
  if (lines.length === 0) return null;
  const isAlone = invoice !== null && invoice.lineCount === lines.length;
  return {
    at,
    lines,
    netMinor: isAlone ? invoice.netMinor : sum(lines.map((line) => line.amountMinor)),
    taxMinor: isAlone ? invoice.taxMinor : null,
    totalMinor: isAlone ? invoice.totalMinor : null,
  };
}

const smallest = (a: bigint, b: bigint) => (a < b ? a : b);
const largest = (a: bigint, b: bigint) => (a > b ? a : b);

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
