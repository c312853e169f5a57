/** Units that are paid in advance: an item of the invoice like any usage, which credit then pays. */
import type { PlanTerms } from '#catalog';
import { decimal, decimalText } from '#kernel';
import { prepaidTotal, type SettledPeriod, settledElsewhere } from '#wallets';
import type { Charge } from './charge.ts';
import { type PeriodToRate, periodWindow, queryOf, type RatedItem } from './rated-item.ts';
import type { UsageByWindow } from './usage-windows.ts';

/** No price of a plan can have this key. */
export const PREPAID_KEY = 'prepaid:units';
export const PREPAID_METER = 'units';

export type PrepaidTerms = Pick<PlanTerms, 'currency'> & Partial<Pick<PlanTerms, 'prepaid'>>;

/** What the periods of a subscription were charged so far for such units. */
export type PrepaidPeriods = readonly SettledPeriod[];

export function ratePrepaid(
  of: PeriodToRate,
  { currency }: PrepaidTerms,
  unitPrice: string,
  usage: UsageByWindow,
): RatedItem {
  const window = periodWindow(of, PREPAID_METER);
  const quantity = usage.of(window);
  const elsewhere = settledElsewhere(of.prepaid ?? [], decimal(unitPrice), of.period.startAt);
  return {
    kind: 'usage',
    itemKey: PREPAID_KEY,
    name: 'Units paid in advance',
    unit: PREPAID_METER,
    quantity,
    totalMinor: prepaidTotal(quantity, decimal(unitPrice), currency, elsewhere),
    explanation: {
      model: 'prepaid',
      unit_price: unitPrice,
      // Rounding is cumulative: what other periods left of a fraction is part of this one.
      units_of_other_periods: decimalText(elsewhere.units),
      charged_for_other_periods: elsewhere.amountMinor.toString(),
      query: queryOf(window),
    },
  };
}

/** Charges of this kind that were written, as the wallets want to know them. */
export function prepaidCharges(charges: readonly Charge[]) {
  return charges
    .filter((charge) => charge.itemKey === PREPAID_KEY && charge.explanation.waived === undefined)
    .map(({ subscriptionId, period, quantity, explanation, amountMinor }) => ({
      subscriptionId,
      unitPrice: decimal(explanation.unit_price as string),
      period,
      units: quantity,
      amountMinor,
    }));
}
