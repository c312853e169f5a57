import { type ChargedQuota, chargedQuotaOf, type PlanTerms } from '#catalog';
import { type Decimal, decimal, decimalText, instantText, roundToMinor, ZERO } from '#kernel';
import { overageCharge, quotaName } from '#rating';
import { PREPAID_METER, type PrepaidTerms, ratePrepaid } from './prepaid-item.ts';
import { rateUsage, usageWindow } from './rate-usage.ts';
import { type PeriodToRate, periodWindow, queryOf, type RatedItem, type Waiver } from './rated-item.ts';
import { type QuotaSpan, quotaSpans, type UsageByWindow, type UsageWindow } from './usage-windows.ts';

/** What of a plan's terms is charged in arrears, for what was used. */
export type RatedTerms = Pick<PlanTerms, 'currency' | 'prices' | 'quotas'> & PrepaidTerms;

export const OVERAGE_KEY = 'overage';

/** Every quantity that rating the period will ask for. */
export function windowsOf(of: PeriodToRate, terms: RatedTerms): UsageWindow[] {
  const windows = terms.prices.map((item) => usageWindow(of, item));
  if (terms.prepaid) windows.push(periodWindow(of, PREPAID_METER));
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

function spanWindow(of: PeriodToRate, span: QuotaSpan, toAt: Temporal.Instant): UsageWindow {
  return { subscriptionId: of.subscriptionId, meter: 'units', fromAt: span.fromAt, toAt };
}

function startsBefore(span: QuotaSpan): boolean {
  return Temporal.Instant.compare(span.fromAt, span.priorToAt) < 0;
}

/** Rates everything that is charged in arrears. */
export function ratePeriod(of: PeriodToRate, terms: RatedTerms, usage: UsageByWindow): RatedItem[] {
  const items = terms.prices.map((item) => rateUsage(of, item, terms.currency, usage));
  const charged = chargedQuotaOf(terms);
  if (terms.prepaid) items.push(ratePrepaid(of, terms, terms.prepaid.unit_price, usage));
  if (charged !== null) items.push(rateOverage(of, charged, terms.currency, usage));
  return of.waiver === null ? items : items.map((item) => waive(item, of.waiver!));
}

function waive(item: RatedItem, waiver: Waiver): RatedItem {
  return { ...item, totalMinor: 0n, explanation: { ...item.explanation, waived: waiver } };
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
      through: instantText(span.toAt),
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
