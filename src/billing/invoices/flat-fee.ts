/** The plan's own fee, in advance: each segment bears its share of the interval. */
import { currencyDigits, decimal, roundToMinor } from '#kernel';
import { prorate } from '#rating';
import { type BillableSegment, joined } from './billable.ts';
import type { Billed, Charge, ChargeItem } from './charge.ts';
import { itemText } from './charge.ts';
import { majorText } from './rated-item.ts';
import { datesOf, type ExplainedShare, shareOf } from './segment-share.ts';

export const FLAT_KEY = 'plan';

interface Holder {
  readonly id: string;
  readonly timeZone: string;
}

/** All of the flat fee of these segments, less what was billed for it. They are in order. */
export function flatCharges(
  of: Holder,
  segments: readonly BillableSegment[],
  billed: ReadonlyMap<string, Billed>,
): Charge[] {
  const charged = segments.map(asCharged);
  const stretches = joined(charged, (a, b) => a.plan.terms.price === b.plan.terms.price);
  const charges: Charge[] = [];
  for (const [index, stretch] of stretches.entries()) {
    if (stretch.waiver !== null) continue;
    const isFollowed = stretches[index + 1]?.period.startAt.equals(stretch.period.endAt) === true;
    const share = shareOf({ ...stretch, timeZone: of.timeZone, isFollowed }, stretch.plan.terms);
    const charge = flatCharge(of, stretch, share, billed);
    if (charge) charges.push(charge);
  }
  return charges;
}

/** Where the unused rest is not given back, the fee is of all that it was paid for. */
function asCharged(segment: BillableSegment): BillableSegment {
  const { period, chargedUntilAt } = segment;
  if (chargedUntilAt.equals(period.endAt)) return segment;
  return { ...segment, period: { startAt: period.startAt, endAt: chargedUntilAt } };
}

function flatCharge(
  of: Holder,
  segment: BillableSegment,
  { share, explanation }: ExplainedShare,
  billed: ReadonlyMap<string, Billed>,
): Charge | null {
  const { plan } = segment;
  const { currency, price } = plan.terms;
  const item: ChargeItem = { subscriptionId: of.id, kind: 'flat', itemKey: FLAT_KEY, period: segment.period };
  const before = billed.get(itemText(item));
  const total = prorate(decimal(price), share, currencyDigits(currency));
  const totalMinor = roundToMinor(total, currency);
  const amountMinor = totalMinor - (before?.amountMinor ?? 0n);
  if (before && amountMinor === 0n) return null;
  return {
    ...item,
    sequence: (before?.sequence ?? 0) + 1,
    planVersionId: plan.id,
    currency,
    quantity: decimal(1),
    amountMinor,
    highestBatch: null,
    description: describe(of, segment, explanation !== null, amountMinor < 0n),
    unit: intervalText(plan.terms.interval),
    explanation: {
      model: 'flat',
      unit_price: price,
      plan_version: plan.number,
      in_advance: true,
      ...(explanation === null ? {} : { share: explanation }),
      ...(before === undefined
        ? {}
        : { total: majorText(totalMinor, currency), billed_before: majorText(before.amountMinor, currency) }),
    },
  };
}

export function intervalText({ unit, count }: { readonly unit: string; readonly count: number }): string {
  return count === 1 ? unit : `${count} ${unit}s`;
}

/** A credit names what is given back: from the end of the segment to where its interval would have ended. */
function describe(of: Holder, segment: BillableSegment, isPart: boolean, isCredit: boolean): string {
  const { planName } = segment.plan;
  if (isCredit && isPart) {
    const unused = { startAt: segment.period.endAt, endAt: segment.whole.endAt };
    return `Unused part of ${planName} (${datesText(unused, of.timeZone)})`;
  }
  return isPart ? `${planName} plan (${datesText(segment.period, of.timeZone)})` : `${planName} plan`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `17 Mar – 31 Mar`: local days, both counted. */
export function datesText(period: BillableSegment['period'], timeZone: string): string {
  const { start, end } = datesOf(period, timeZone);
  const text = (date: Temporal.PlainDate) => `${date.day} ${MONTHS[date.month - 1]}`;
  return start.equals(end) ? text(start) : `${text(start)} – ${text(end)}`;
}
