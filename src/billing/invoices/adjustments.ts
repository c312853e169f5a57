/**
 * What is taken off and put on the charges of a billing period together, in a fixed order: coupons in the order in which
 * they were redeemed, promotional credit, the plan's maximum, its commitment. Each is an item of its own: what it comes
 * to for all that was charged so far, less what was billed of it. So a change, a threshold and late usage correct it like
 * everything else.
 */

import { currencyDigits, type Decimal, decimal, parseAmount, roundToMinor } from '#kernel';
import type { Period } from '#rating';
import { discountText, holdsIn, type Redemption } from '../coupons/index.ts';
import type { ClosedSegment } from './billable.ts';
import { type Billed, type Charge, type ChargeItem, itemText } from './charge.ts';
import type { Timeline } from './item-parts.ts';
import { type AdjustedPeriod, limitOf, periodsOf } from './period-limit.ts';
import { PREPAID_KEY } from './prepaid-item.ts';
import { majorText } from './rated-item.ts';

/** Credit that was given to a consumer and reduces what is taxed. */
export interface PromotionalCredit {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  /** What is left of it. */
  readonly availableMinor: bigint;
  /** Of that, what is held for calls: it may be taken for no more than what the close charges for them. */
  readonly heldMinor?: bigint;
  /** Credit that the plan includes pays for usage of this time only; missing: for whatever is charged. */
  readonly period?: Period;
}

export const MAXIMUM_KEY = 'maximum';
export const COMMITMENT_KEY = 'commitment';

export interface AdjustmentClose {
  readonly subscriptionId: string;
  readonly timeline: Timeline;
  /** True when the period is over with this close, or was before. */
  readonly isOver: (segment: ClosedSegment) => boolean;
  readonly billed: ReadonlyMap<string, Billed>;
  readonly redemptions: readonly Redemption[];
  readonly credits: readonly PromotionalCredit[];
}

export function adjustmentCharges(close: AdjustmentClose, fresh: readonly Charge[]): Charge[] {
  const { timeline, redemptions, credits } = close;
  const isLimited = timeline.segments.some(({ plan }) => plan.terms.maximum || plan.terms.commitment);
  if (!isLimited && redemptions.length === 0 && credits.length === 0) return [];
  const left = new Map(credits.map((one) => [one.id, one.availableMinor]));
  return periodsOf(timeline).flatMap((of) => adjust(close, of, fresh, left));
}

interface Step {
  readonly item: ChargeItem;
  readonly totalMinor: bigint;
  readonly description: string;
  readonly explanation: Record<string, unknown>;
}

function adjust(
  close: AdjustmentClose,
  of: AdjustedPeriod,
  fresh: readonly Charge[],
  left: Map<string, bigint>,
): Charge[] {
  const { currency } = of.segments[0]!.plan.terms;
  const sums = chargedIn(of.period, close.billed, fresh);
  let freshMinor = freshIn(of.period, fresh);
  const steps: Step[] = [];
  let leftMinor = [...sums.values()].reduce((sum, amount) => sum + amount, 0n);
  const take = (step: Step | null) => {
    if (!step) return;
    steps.push(step);
    leftMinor += step.totalMinor;
    freshMinor += step.totalMinor - (close.billed.get(itemText(step.item))?.amountMinor ?? 0n);
  };
  const itemOf = (kind: ChargeItem['kind'], itemKey: string): ChargeItem => {
    return { subscriptionId: close.subscriptionId, kind, itemKey, period: of.period };
  };
  for (const redemption of close.redemptions) {
    take(couponStep(itemOf('discount', redemption.id), redemption, of, sums, leftMinor));
  }
  const calls = fresh.filter((charge) => charge.itemKey === PREPAID_KEY);
  let callsMinor = atLeastZero(freshIn(of.period, calls));
  let usageMinor = usageIn(of.period, close.billed, fresh);
  for (const credit of close.credits.filter((one) => isForPeriod(one, of.period))) {
    const item = itemOf('credit', credit.id);
    const before = close.billed.get(itemText(item))?.amountMinor ?? 0n;
    // It pays for what is charged from now on, not for what was invoiced before there was any.
    const chargedMinor = smaller(leftMinor, freshMinor - before);
    const dueMinor = credit.period ? smaller(chargedMinor, usageMinor) : chargedMinor;
    const heldMinor = credit.heldMinor ?? 0n;
    const blockedMinor = atLeastZero(heldMinor - callsMinor);
    const availableMinor = (left.get(credit.id) ?? 0n) - before - blockedMinor;
    const step = creditStep(item, credit, currency, atLeastZero(availableMinor), dueMinor);
    if (step) left.set(credit.id, availableMinor + blockedMinor + step.totalMinor);
    callsMinor = atLeastZero(callsMinor - heldMinor);
    if (credit.period) usageMinor += step?.totalMinor ?? 0n;
    take(step);
  }
  take(maximumStep(itemOf('discount', MAXIMUM_KEY), of, close.timeline, leftMinor));
  if (of.segments.every(close.isOver)) {
    take(commitmentStep(itemOf('commitment', COMMITMENT_KEY), of, close.timeline, leftMinor));
  }
  return steps.flatMap((step) => toCharge(step, of, currency, close.billed) ?? []);
}

/** What this close charges for what begins in the period. */
function freshIn(of: Period, fresh: readonly Charge[]): bigint {
  return fresh.reduce((sum, charge) => (beginsIn(of, charge) ? sum + charge.amountMinor : sum), 0n);
}

/** All that was ever charged for usage that begins in the period. */
function usageIn(of: Period, billed: ReadonlyMap<string, Billed>, fresh: readonly Charge[]): bigint {
  let minor = 0n;
  for (const { item, amountMinor } of billed.values())
    if (isUsage(item) && beginsIn(of, item)) minor += amountMinor;
  for (const charge of fresh) if (isUsage(charge) && beginsIn(of, charge)) minor += charge.amountMinor;
  return minor;
}

function isUsage({ kind }: ChargeItem): boolean {
  return kind === 'usage' || kind === 'overage';
}

function isForPeriod({ period }: PromotionalCredit, of: Period): boolean {
  if (!period) return true;
  const begins = Temporal.Instant.compare(period.startAt, of.endAt) < 0;
  return begins && Temporal.Instant.compare(of.startAt, period.endAt) < 0;
}

function beginsIn({ startAt, endAt }: Period, { period }: ChargeItem): boolean {
  const isAfterStart = Temporal.Instant.compare(startAt, period.startAt) <= 0;
  return isAfterStart && Temporal.Instant.compare(period.startAt, endAt) < 0;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** What was charged for what begins in the period, by plan version. */
function chargedIn(
  of: Period,
  billed: ReadonlyMap<string, Billed>,
  fresh: readonly Charge[],
): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  const add = (item: ChargeItem, planVersionId: string, amountMinor: bigint) => {
    const isCharge = item.kind !== 'discount' && item.kind !== 'credit' && item.kind !== 'commitment';
    if (isCharge && beginsIn(of, item))
      sums.set(planVersionId, (sums.get(planVersionId) ?? 0n) + amountMinor);
  };
  for (const one of billed.values()) add(one.item, one.planVersionId, one.amountMinor);
  for (const charge of fresh) add(charge, charge.planVersionId, charge.amountMinor);
  return sums;
}

function couponStep(
  item: ChargeItem,
  redemption: Redemption,
  of: AdjustedPeriod,
  sums: ReadonlyMap<string, bigint>,
  leftMinor: bigint,
): Step | null {
  const { discount, planIds } = redemption;
  const fits = ({ plan, waiver, choice }: ClosedSegment) =>
    waiver === null && holdsIn(redemption, choice.periodsElapsed) && (planIds?.includes(plan.planId) ?? true);
  const own = of.segments.filter(fits);
  const [first] = own;
  // Free units are taken off before they are priced.
  if (!first || discount.kind === 'units') return null;
  const { currency } = first.plan.terms;
  const versions = new Set(own.map(({ plan }) => plan.id));
  const chargedMinor = [...sums].reduce((sum, [id, amount]) => (versions.has(id) ? sum + amount : sum), 0n);
  const baseMinor = atLeastZero(smaller(leftMinor, chargedMinor));
  const offMinor =
    discount.kind === 'percent'
      ? roundToMinor(
          decimal(baseMinor).times(discount.percent).times('0.01').times(unitOf(currency)),
          currency,
        )
      : discount.currency === currency
        ? parseAmount(discount.amount, currency).minor
        : 0n;
  return {
    item,
    totalMinor: -smaller(offMinor, baseMinor),
    description: `${redemption.name} (${redemption.code}: ${discountText(discount)})`,
    explanation: { model: 'coupon', code: redemption.code, ...discount, of: majorText(baseMinor, currency) },
  };
}

/** One minor unit in major ones. */
function unitOf(currency: string): Decimal {
  return decimal(`1e-${currencyDigits(currency)}`);
}

function atLeastZero(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}

function creditStep(
  item: ChargeItem,
  credit: PromotionalCredit,
  currency: string,
  availableMinor: bigint,
  mostMinor: bigint,
): Step | null {
  if (credit.currency !== currency) return null;
  const dueMinor = atLeastZero(mostMinor);
  return {
    item,
    totalMinor: -smaller(availableMinor, dueMinor),
    description: credit.name,
    explanation: { model: 'promotional_credit', of: majorText(dueMinor, currency) },
  };
}

function maximumStep(
  item: ChargeItem,
  of: AdjustedPeriod,
  timeline: Timeline,
  leftMinor: bigint,
): Step | null {
  const limit = limitOf(of, timeline, 'maximum');
  if (!limit) return null;
  const { currency } = of.segments[0]!.plan.terms;
  return {
    item,
    totalMinor: leftMinor > limit.minor ? limit.minor - leftMinor : 0n,
    description: `Beyond the most that is charged (${majorText(limit.minor, currency)} ${currency})`,
    explanation: { model: 'maximum', parts: limit.parts, of: majorText(leftMinor, currency) },
  };
}

function commitmentStep(
  item: ChargeItem,
  of: AdjustedPeriod,
  timeline: Timeline,
  leftMinor: bigint,
): Step | null {
  const limit = limitOf(of, timeline, 'commitment');
  if (!limit) return null;
  const { currency } = of.segments[0]!.plan.terms;
  return {
    item,
    totalMinor: leftMinor < limit.minor ? limit.minor - leftMinor : 0n,
    description: `Up to the commitment of ${majorText(limit.minor, currency)} ${currency}`,
    explanation: { model: 'commitment', parts: limit.parts, charged: majorText(leftMinor, currency) },
  };
}

function toCharge(
  { item, totalMinor, description, explanation }: Step,
  { segments }: AdjustedPeriod,
  currency: string,
  billed: ReadonlyMap<string, Billed>,
): Charge | null {
  const before = billed.get(itemText(item));
  const amountMinor = totalMinor - (before?.amountMinor ?? 0n);
  if (amountMinor === 0n) return null;
  const { plan } = segments.at(-1)!;
  return {
    ...item,
    sequence: (before?.sequence ?? 0) + 1,
    planVersionId: plan.id,
    currency,
    quantity: decimal(1),
    amountMinor,
    highestBatch: null,
    description,
    unit: 'period',
    explanation: {
      ...explanation,
      plan_version: plan.number,
      total: majorText(totalMinor, currency),
      ...(before ? { billed_before: majorText(before.amountMinor, currency) } : {}),
    },
  };
}
