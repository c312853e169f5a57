/** For tests of closes without stores: subscriptions made of segments, events, and a till that remembers what was billed. */
import { planTermsSchema, type TermsChoice } from '#catalog';
import { type Decimal, decimal, ZERO } from '#kernel';
import { type BillingCycle, billingPeriod, type Period } from '#rating';
import type { BillableSegment, BillableSubscription, ClosedSegment } from './billable.ts';
import { type Billed, type Charge, itemText } from './charge.ts';
import { type CloseInput, type ClosePlan, closeWindows, planClose } from './plan-close.ts';
import type { Waiver } from './rated-item.ts';
import { UsageByWindow } from './usage-windows.ts';

export const instant = (text: string) => Temporal.Instant.from(text);

export interface SegmentStory {
  /** Where it begins; the first one begins with the period. */
  readonly from?: Temporal.Instant;
  readonly terms: Record<string, unknown>;
  readonly name?: string;
  readonly quantity?: number;
  readonly waiver?: Waiver | null;
}

export interface SubscriptionStory {
  readonly cycle: BillingCycle;
  /** The index of its present period. */
  readonly index?: number;
  readonly segments: readonly SegmentStory[];
  /** null: it ended with the last segment, at `endsAt` or at the end of the period. */
  readonly next?: SegmentStory | null;
  readonly live?: boolean;
  readonly endsAt?: Temporal.Instant;
}

const INTERVAL = { unit: 'month', count: 1 };
const plans = new Map<string, BillableSegment['plan']>();

/** The same terms by the same name are the same plan version. */
function planOf(story: SegmentStory, cycle: BillingCycle): BillableSegment['plan'] {
  const { interval, alignment } = cycle;
  const fields = { currency: 'EUR', price: '0', interval: interval ?? INTERVAL, ...story.terms };
  const billing = { alignment, ...(story.terms.billing as object | undefined) };
  const name = story.name ?? 'Basic';
  const text = JSON.stringify({ name, ...fields, billing });
  const known = plans.get(text);
  if (known) return known;
  const terms = planTermsSchema.parse({ ...fields, billing });
  const plan = { id: `ver_${plans.size}`, planId: `plan_${name}`, planName: name, number: 1, terms };
  plans.set(text, plan as unknown as BillableSegment['plan']);
  return plan as unknown as BillableSegment['plan'];
}

export function subscriptionOf(story: SubscriptionStory): BillableSubscription {
  const { cycle, index = 0, segments, live = true } = story;
  const own = billingPeriod(cycle, index);
  const period: Period = { startAt: own.startAt, endAt: story.endsAt ?? own.endAt };
  const starts = segments.map((one, at) => (at === 0 ? period.startAt : one.from!));
  const built = segments.map((one, at) =>
    segmentOf(
      one,
      cycle,
      { startAt: starts[at]!, endAt: starts[at + 1] ?? period.endAt },
      period,
      own.whole,
      index,
    ),
  );
  const after = billingPeriod(cycle, index + 1);
  const nextStory = story.next === undefined ? { ...segments.at(-1)!, waiver: null } : story.next;
  return {
    id: 'sub_1',
    organizationId: 'org_1',
    providerId: 'org_2',
    productId: 'prod_1',
    revision: 1,
    timeZone: cycle.timeZone,
    quotaResets: [],
    live,
    period,
    plan: built.at(-1)!.plan,
    segments: built,
    next: live && nextStory ? segmentOf(nextStory, cycle, after, after, after.whole, index + 1) : null,
  } as BillableSubscription;
}

function segmentOf(
  story: SegmentStory,
  cycle: BillingCycle,
  period: Period,
  billing: Period,
  whole: Period,
  index: number,
): BillableSegment {
  const plan = planOf(story, cycle);
  const choice: TermsChoice = { currency: plan.terms.currency, periodsElapsed: index, overrides: null };
  const { startAt, endAt } = billing;
  return {
    period: { startAt: period.startAt, endAt: period.endAt },
    billingPeriod: { startAt, endAt },
    whole: { startAt: whole.startAt, endAt: whole.endAt },
    anchorAt: cycle.anchorAt,
    plan,
    choice,
    note: null,
    quantity: story.quantity ?? 1,
    waiver: story.waiver ?? null,
    dueAt: endAt,
    chargedUntilAt: period.endAt,
  };
}

export interface Note {
  readonly meter: string;
  readonly at: Temporal.Instant;
  readonly value: Decimal;
}

/** Remembers what was billed, as the tables do. */
export class Till {
  readonly notes: Note[] = [];
  readonly charges: Charge[] = [];
  readonly closed: ClosedSegment[] = [];
  readonly extras: Pick<CloseInput, 'redemptions' | 'credits'> = { redemptions: [], credits: [] };

  constructor(extras: Partial<Pick<CloseInput, 'redemptions' | 'credits'>> = {}) {
    this.extras = { ...this.extras, ...extras };
  }

  use(meter: string, at: string | Temporal.Instant, value: string | number): void {
    this.notes.push({ meter, at: Temporal.Instant.from(at.toString()), value: decimal(value) });
  }

  close(
    subscription: BillableSubscription,
    cause: CloseInput['cause'],
    cutAt: Temporal.Instant = subscription.period.endAt,
  ): ClosePlan {
    const unread = { subscription, cause, cutAt, earlier: this.closed };
    const usage = new UsageByWindow();
    for (const window of closeWindows(unread)) {
      const inside = this.notes.filter(
        ({ meter, at }) =>
          meter === window.meter &&
          Temporal.Instant.compare(window.fromAt, at) <= 0 &&
          Temporal.Instant.compare(at, window.toAt) < 0,
      );
      const known = usage.of(window);
      const sum = inside.reduce((all, one) => all.plus(one.value), ZERO);
      usage.add(window, sum.minus(known));
    }
    const plan = planClose(
      { ...unread, billed: this.billed(), ...this.extras, carried: [], highestBatch: 1n },
      usage,
    );
    this.charges.push(...plan.charges);
    this.closed.push(...plan.closes);
    return plan;
  }

  billed(): Map<string, Billed> {
    const billed = new Map<string, Billed>();
    for (const charge of this.charges) {
      const before = billed.get(itemText(charge));
      const amountMinor = (before?.amountMinor ?? 0n) + charge.amountMinor;
      const { sequence, planVersionId } = charge;
      billed.set(itemText(charge), { item: charge, amountMinor, sequence, planVersionId });
    }
    return billed;
  }

  /** The same till, later: with other coupons or credit. */
  after(extras: Partial<Pick<CloseInput, 'redemptions' | 'credits'>>): Till {
    const later = new Till({ ...this.extras, ...extras });
    later.notes.push(...this.notes);
    later.charges.push(...this.charges);
    later.closed.push(...this.closed);
    return later;
  }

  /** In all so far. */
  get totalMinor(): bigint {
    return this.charges.reduce((sum, charge) => sum + charge.amountMinor, 0n);
  }
}

/** What is new of a close, for people who work it out by hand. */
export function linesOf(plan: ClosePlan): string[] {
  return plan.charges
    .filter((charge) => charge.amountMinor !== 0n)
    .map((charge) => `${charge.description}: ${charge.amountMinor}`);
}
