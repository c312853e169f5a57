/** What comes again whatever is used: the plan's own fee, and further ones with intervals and seats of their own. */
import type { PlanInterval, PlanTerms, RecurringFee } from '#catalog';
import { currencyDigits, type Decimal, decimal, roundToMinor } from '#kernel';
import { type Price, prorate, rate, ratedLineJson } from '#rating';
import { type ClosedSegment, isSameJson } from './billable.ts';
import { type Billed, type Charge, type ChargeItem, itemText } from './charge.ts';
import { type ItemPart, type ItemReading, ownInterval, partsOf, type Timeline } from './item-parts.ts';
import { discountedPrice, lessPercent } from './percent-off.ts';
import { majorText } from './rated-item.ts';
import { datesOf, type ExplainedShare, shareOf } from './segment-share.ts';

export const FLAT_KEY = 'plan';

/** One shape for the plan's own fee and the others. */
interface Recurring extends Pick<RecurringFee, 'key' | 'timing' | 'per' | 'interval'> {
  readonly kind: 'flat' | 'fee';
  /** null: it is called after the plan. */
  readonly name: string | null;
  /** The text of a flat amount, or a price that is rated with what it is per. */
  readonly price: string | Price;
}

const known = new WeakMap<PlanTerms, readonly Recurring[]>();

function recurringOf(terms: PlanTerms): readonly Recurring[] {
  let found = known.get(terms);
  if (!found) {
    const flat = {
      kind: 'flat',
      key: FLAT_KEY,
      name: null,
      timing: 'in_advance',
      per: 'subscription',
    } as const;
    const fees = terms.fees.map((fee) => ({ kind: 'fee' as const, ...fee }));
    found = [{ ...flat, interval: null, price: terms.price }, ...fees];
    known.set(terms, found);
  }
  return found;
}

export interface RecurringClose {
  readonly subscriptionId: string;
  readonly timeline: Timeline;
  /** What begins before this is asked for, if it is in advance. */
  readonly advanceUntilAt: Temporal.Instant;
  /** What has ended by then is asked for, if it is in arrears; null: not now. */
  readonly arrearsUntilAt: Temporal.Instant | null;
  /** Of this subscription, by item. */
  readonly billed: ReadonlyMap<string, Billed>;
}

/** All of what comes again, less what was billed of it. */
export function recurringCharges(close: RecurringClose): Charge[] {
  const charges: Charge[] = [];
  const asked = new Set<string>();
  const paidFor = { ...close.timeline, segments: close.timeline.segments.map(asCharged) };
  for (const { kind, key, timing } of keysOf(close.timeline)) {
    const timeline = timing === 'in_advance' ? paidFor : close.timeline;
    const reading: ItemReading<Recurring> = {
      itemOf(segment) {
        if (segment.waiver !== null) return null;
        return recurringOf(segment.plan.terms).find((one) => one.kind === kind && one.key === key) ?? null;
      },
      isSame,
      intervalOf: (item, segment) => ownInterval(item.interval, segment.plan.terms),
    };
    const untilAt = later(close.advanceUntilAt, close.arrearsUntilAt);
    for (const part of partsOf(timeline, reading, untilAt).filter((one) => isAskedFor(one, close))) {
      const item: ChargeItem = {
        subscriptionId: close.subscriptionId,
        kind,
        itemKey: key,
        period: part.period,
      };
      asked.add(itemText(item));
      const charge = chargeFor(item, part, close);
      if (charge) charges.push(charge);
    }
  }
  return [...charges, ...givenBack(close, asked)];
}

function later(a: Temporal.Instant, b: Temporal.Instant | null): Temporal.Instant {
  return b !== null && Temporal.Instant.compare(b, a) > 0 ? b : a;
}

/** Where the unused rest is not given back, what is in advance is of all that was paid for. */
function asCharged(segment: ClosedSegment & { chargedUntilAt?: Temporal.Instant }): ClosedSegment {
  const { period, chargedUntilAt = period.endAt } = segment;
  if (chargedUntilAt.equals(period.endAt)) return segment;
  return { ...segment, period: { startAt: period.startAt, endAt: chargedUntilAt } };
}

/** The items of the timeline, each once. */
function keysOf({ segments }: Timeline): Pick<Recurring, 'kind' | 'key' | 'timing'>[] {
  const [first] = segments;
  if (!first) return [];
  if (segments.every((one) => one.plan.terms === first.plan.terms)) return [...recurringOf(first.plan.terms)];
  const all = segments.flatMap((segment) => recurringOf(segment.plan.terms));
  return [...new Map(all.map((one) => [`${one.kind} ${one.key}`, one])).values()];
}

/** The plan's own fee carries the plan's name, so that another version's is another one. */
function isSame(a: Recurring, b: Recurring, ofA: ClosedSegment, ofB: ClosedSegment): boolean {
  if (a.kind === 'flat' && ofA.plan.id !== ofB.plan.id) return false;
  if (a.per === 'seat' && ofA.quantity !== ofB.quantity) return false;
  const [before, after] = [ofA.plan.terms, ofB.plan.terms];
  const isAlike =
    before.billing.proration === after.billing.proration && before.percent_off === after.percent_off;
  return isAlike && isSameJson(a, b);
}

function isAskedFor(part: ItemPart<Recurring>, { advanceUntilAt, arrearsUntilAt }: RecurringClose): boolean {
  if (part.item.timing === 'in_advance') {
    return Temporal.Instant.compare(part.period.startAt, advanceUntilAt) < 0;
  }
  return arrearsUntilAt !== null && Temporal.Instant.compare(part.period.endAt, arrearsUntilAt) <= 0;
}

function chargeFor(item: ChargeItem, part: ItemPart<Recurring>, close: RecurringClose): Charge | null {
  const { segment, item: recurring } = part;
  const { plan } = segment;
  const { currency } = plan.terms;
  const { timeZone } = close.timeline;
  const before = close.billed.get(itemText(item));
  const share = shareOfPart(part, timeZone);
  const { amount, quantity, steps } = amountOf(recurring, segment);
  const totalMinor = roundToMinor(prorate(amount, share.share, currencyDigits(currency)), currency);
  const amountMinor = totalMinor - (before?.amountMinor ?? 0n);
  if (before && amountMinor === 0n) return null;
  return {
    ...item,
    sequence: (before?.sequence ?? 0) + 1,
    planVersionId: plan.id,
    currency,
    quantity,
    amountMinor,
    highestBatch: null,
    description: describe(part, timeZone, share.explanation !== null, amountMinor < 0n),
    unit: recurring.per === 'seat' ? 'seats' : intervalText(recurring.interval ?? plan.terms.interval),
    explanation: {
      ...steps,
      plan_version: plan.number,
      ...(segment.note === null ? {} : { terms: segment.note }),
      in_advance: recurring.timing === 'in_advance',
      ...(share.explanation === null ? {} : { share: share.explanation }),
      ...(before ? soFar(totalMinor, before, currency) : {}),
    },
  };
}

function shareOfPart(
  { item, period, itemPeriod, whole, isFollowed, segment }: ItemPart<Recurring>,
  timeZone: string,
) {
  const { billing, interval } = segment.plan.terms;
  const span = { period, whole, timeZone, isFollowed, billingPeriod: itemPeriod };
  return shareOf(span, { billing, interval: item.interval ?? interval }) satisfies ExplainedShare;
}

function soFar(totalMinor: bigint, before: Billed, currency: string): Record<string, string> {
  return { total: majorText(totalMinor, currency), billed_before: majorText(before.amountMinor, currency) };
}

/** For the whole interval. */
function amountOf(
  { price, per }: Recurring,
  { quantity: seats, plan }: ClosedSegment,
): { amount: Decimal; quantity: Decimal; steps: Record<string, unknown> } {
  const quantity = decimal(per === 'seat' ? seats : 1);
  const { percent_off } = plan.terms;
  if (typeof price === 'string') {
    const off = percent_off === null ? {} : { percent_off };
    const amount = lessPercent(decimal(price), percent_off);
    return { amount, quantity, steps: { model: 'flat', unit_price: price, ...off } };
  }
  const { amount, lines } = rate(discountedPrice(price, percent_off), quantity, {
    currencyDigits: currencyDigits(plan.terms.currency),
  });
  return { amount, quantity, steps: { model: price.model, steps: lines.map(ratedLineJson) } };
}

function intervalText({ unit, count }: PlanInterval): string {
  return count === 1 ? unit : `${count} ${unit}s`;
}

/** A credit names what is given back: from the end of the part to where its interval would have ended. */
function describe(part: ItemPart<Recurring>, timeZone: string, isPart: boolean, isCredit: boolean): string {
  const { planName } = part.segment.plan;
  const { name } = part.item;
  if (isCredit && isPart) {
    const unused = { startAt: part.period.endAt, endAt: part.whole.endAt };
    return `Unused part of ${name ?? planName} (${datesText(unused, timeZone)})`;
  }
  const { note } = part.segment;
  const full = name ?? (note === null ? `${planName} plan` : `${planName} plan, ${note}`);
  return isPart ? `${full} (${datesText(part.period, timeZone)})` : full;
}

/** What was billed in advance for a time in which there is no such item any more. */
function givenBack(close: RecurringClose, asked: ReadonlySet<string>): Charge[] {
  const charges: Charge[] = [];
  for (const [text, before] of close.billed) {
    const { item } = before;
    const isRecurring = item.kind === 'flat' || item.kind === 'fee';
    const isSettled = Temporal.Instant.compare(item.period.startAt, close.timeline.openFromAt) < 0;
    if (!isRecurring || isSettled || before.amountMinor === 0n || asked.has(text)) continue;
    const { plan } = close.timeline.segments.at(-1)!;
    charges.push({
      ...item,
      sequence: before.sequence + 1,
      planVersionId: before.planVersionId,
      currency: plan.terms.currency,
      quantity: decimal(0),
      amountMinor: -before.amountMinor,
      highestBatch: null,
      description: `Unused: ${nameOf(item, close.timeline)} (${datesText(item.period, close.timeline.timeZone)})`,
      unit: 'interval',
      explanation: { model: 'flat', ...soFar(0n, before, plan.terms.currency) },
    });
  }
  return charges;
}

function nameOf({ kind, itemKey }: ChargeItem, { segments }: Timeline): string {
  if (kind === 'flat') return 'plan fee';
  const fees = segments.flatMap((segment) => segment.plan.terms.fees);
  return fees.findLast((fee) => fee.key === itemKey)?.name ?? itemKey;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `17 Mar – 31 Mar`: local days, both counted. */
export function datesText(period: ClosedSegment['period'], timeZone: string): string {
  const { start, end } = datesOf(period, timeZone);
  const text = (date: Temporal.PlainDate) => `${date.day} ${MONTHS[date.month - 1]}`;
  return start.equals(end) ? text(start) : `${text(start)} – ${text(end)}`;
}
