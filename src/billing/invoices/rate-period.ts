import { type ChargedQuota, chargedQuotaOf, type PlanTerms } from '#catalog';
import {
  amountDecimal,
  currencyDigits,
  type Decimal,
  decimal,
  decimalText,
  instantText,
  Problem,
  roundToMinor,
  ZERO,
} from '#kernel';
import { overageCharge, type Price, quotaName, rate, ratedLineJson } from '#rating';
import type { ChargeKind } from './charge.ts';
import { invoiceProblems } from './problems.ts';
import {
  type QuotaSpan,
  type QuotaWindow,
  quotaSpans,
  type UsageByWindow,
  type UsageWindow,
} from './usage-windows.ts';

/** A period of a subscription, to be rated as far as `cutAt`: its end, or the moment of an early close. */
export interface PeriodToRate extends Omit<QuotaWindow, 'resetsAt'> {
  readonly subscriptionId: string;
  readonly resets: readonly QuotaReset[];
  /** False for an early close: minimum spends wait for the end of the period. */
  readonly final: boolean;
  readonly waiver: 'trial' | null;
}

/** The provider gave a quota whole again; `quota` is its name. */
export interface QuotaReset {
  readonly quota: string;
  readonly at: Temporal.Instant;
}

/** What an item comes to for all of the period so far, before what was billed is taken off. */
export interface RatedItem {
  readonly kind: ChargeKind;
  readonly itemKey: string;
  readonly name: string;
  readonly unit: string;
  readonly quantity: Decimal;
  readonly totalMinor: bigint;
  readonly explanation: Readonly<Record<string, unknown>>;
}

type UsagePrice = PlanTerms['prices'][number];

export const OVERAGE_KEY = 'overage';

/** Every quantity that rating the period will ask for. */
export function windowsOf(of: PeriodToRate, terms: PlanTerms): UsageWindow[] {
  const windows = terms.prices.map((item) => periodWindow(of, item.meter));
  const charged = chargedQuotaOf(terms);
  for (const span of charged === null ? [] : spansOf(of, charged)) {
    windows.push(spanWindow(of, span, span.toAt));
    if (startsBefore(span)) windows.push(spanWindow(of, span, span.priorToAt));
  }
  return windows;
}

function spansOf(of: PeriodToRate, quota: ChargedQuota): QuotaSpan[] {
  const name = quotaName(quota);
  const resetsAt = of.resets.filter((reset) => reset.quota === name).map((reset) => reset.at);
  return quotaSpans(quota, { ...of, resetsAt: resetsAt.sort(Temporal.Instant.compare) });
}

function periodWindow(of: PeriodToRate, meter: string): UsageWindow {
  return { subscriptionId: of.subscriptionId, meter, fromAt: of.period.startAt, toAt: of.cutAt };
}

function spanWindow(of: PeriodToRate, span: QuotaSpan, toAt: Temporal.Instant): UsageWindow {
  return { subscriptionId: of.subscriptionId, meter: 'units', fromAt: span.fromAt, toAt };
}

function startsBefore(span: QuotaSpan): boolean {
  return Temporal.Instant.compare(span.fromAt, span.priorToAt) < 0;
}

/** Rates everything that is charged in arrears. */
export function ratePeriod(of: PeriodToRate, terms: PlanTerms, usage: UsageByWindow): RatedItem[] {
  const items = terms.prices.map((item) => rateUsage(of, item, terms.currency, usage));
  const charged = chargedQuotaOf(terms);
  if (charged !== null) items.push(rateOverage(of, charged, terms.currency, usage));
  return of.waiver === null ? items : items.map((item) => waive(item, of.waiver!));
}

function waive(item: RatedItem, waiver: 'trial'): RatedItem {
  return { ...item, totalMinor: 0n, explanation: { ...item.explanation, waived: waiver } };
}

function rateUsage(of: PeriodToRate, item: UsagePrice, currency: string, usage: UsageByWindow): RatedItem {
  const window = periodWindow(of, item.meter);
  const quantity = usage.of(window);
  const price = of.final ? rateable(item) : withoutMinimum(rateable(item));
  const rating = rate(price, quantity, { currencyDigits: currencyDigits(currency) });
  return {
    kind: 'usage',
    itemKey: item.key,
    name: item.name,
    unit: item.meter === 'requests' ? 'calls' : item.meter,
    quantity,
    totalMinor: roundToMinor(rating.amount, currency),
    explanation: {
      model: item.price.model,
      billable_quantity: decimalText(rating.billableQuantity),
      steps: rating.lines.map(ratedLineJson),
      query: queryOf(window),
    },
  };
}

/** Prices that need each event's own value cannot be rated from a sum: refused rather than billed wrongly. */
function rateable(item: UsagePrice): Price {
  const { price } = item;
  if (price.model !== 'percentage') return price;
  const byEvent = [
    price.free_events,
    price.free_amount,
    price.fixed_per_event,
    price.per_event_min,
    price.per_event_max,
  ];
  if (byEvent.every((term) => term === undefined)) return price;
  throw new Problem(invoiceProblems.notRateable, {
    detail: `The price ${item.key} has terms per event, which a period close cannot rate.`,
  });
}

const pricesWithoutMinimum = new WeakMap<Price, Price>();

/** The same price without its minimum; one object per price, because rating reads each price once. */
function withoutMinimum(price: Price): Price {
  const known = pricesWithoutMinimum.get(price);
  if (known) return known;
  const { min_spend: _dropped, ...rest } = price;
  pricesWithoutMinimum.set(price, rest as Price);
  return rest as Price;
}

/**
 * Overage belongs to quota periods, the charge to a billing period. Of each quota period, the billing period
 * bears what its own calls added: overage at its end (or the cut) less overage at its start. So the billing
 * periods that share a quota period add up to it, whichever is billed first. Other quotas of the plan are the
 * gateway's business: what they refuse is never used.
 */
function rateOverage(
  of: PeriodToRate,
  quota: ChargedQuota,
  currency: string,
  usage: UsageByWindow,
): RatedItem {
  const { overage: terms } = quota;
  const quotaUnits = decimal(quota.units);
  const charged = (used: Decimal) => overageCharge(used, quotaUnits, terms).chargedUnits;
  const exceeded: Record<string, unknown>[] = [];
  let quantity = ZERO;
  for (const span of spansOf(of, quota)) {
    const used = usage.of(spanWindow(of, span, span.toAt));
    const before = startsBefore(span) ? usage.of(spanWindow(of, span, span.priorToAt)) : ZERO;
    const units = charged(used).minus(charged(before));
    if (units.eq(ZERO)) continue;
    quantity = quantity.plus(units);
    exceeded.push({
      quota_period_start: instantText(span.quotaStartAt),
      ...(span.fromAt.equals(span.quotaStartAt) ? {} : { reset_at: instantText(span.fromAt) }),
      used_units: decimalText(used),
      used_before_this_period: decimalText(before),
      quota_units: decimalText(quotaUnits),
      overage_units: decimalText(units),
    });
  }
  const amount = quantity.times(terms.unit_price);
  return {
    kind: 'overage',
    itemKey: OVERAGE_KEY,
    name: `Beyond the quota of ${quota.units} per ${quota.period}`,
    unit: 'units',
    quantity,
    totalMinor: roundToMinor(amount, currency),
    explanation: {
      model: 'overage',
      unit_price: terms.unit_price,
      max_overage_units: terms.max_overage_units,
      quota_periods: exceeded,
      query: queryOf(periodWindow(of, 'units')),
    },
  };
}

/** The question whose answer is the events of a line; the highest batch stands on the line itself. */
function queryOf(window: UsageWindow): Record<string, string> {
  return {
    subscription_id: window.subscriptionId,
    meter: window.meter,
    from: instantText(window.fromAt),
    to: instantText(window.toAt),
    environment: 'live',
  };
}

/** A total in minor units as the wire and explanations show it. */
export function majorText(minor: bigint, currency: string): string {
  return amountDecimal({ minor, currency }).toFixed(currencyDigits(currency));
}
