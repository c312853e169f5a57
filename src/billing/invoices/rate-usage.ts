/** A usage price for a period: what its meter says, rated, each variant on its own. */
import type { UsagePrice } from '#catalog';
import { currencyDigits, decimalText, Problem, roundToMinor, ZERO } from '#kernel';
import type { MeterReading } from '#metering';
import {
  eventTermsOf,
  isAdditive,
  type MeterDefinition,
  meterNamed,
  type Price,
  type Rating,
  rate,
  ratedLineJson,
} from '#rating';
import { invoiceProblems } from './problems.ts';
import { type PeriodToRate, periodWindow, queryOf, type RatedItem } from './rated-item.ts';
import type { AskedOfMeter, UsageByWindow, UsageWindow } from './usage-windows.ts';

/** What rating the price asks of its meter. */
export function usageWindow(of: PeriodToRate, item: UsagePrice): UsageWindow {
  const window = periodWindow(of, item.meter);
  const question = questionOf(item);
  if (question === null) return window;
  return { ...window, asked: { ...question, whole: of.whole ?? of.period, timeZone: of.timeZone } };
}

type Question = Pick<AskedOfMeter, 'meter' | 'variants' | 'eventTerms'>;
const questions = new WeakMap<UsagePrice, Question | null>();

/** Null when the name of the meter says it all and a sum is enough. Items of terms are never changed. */
function questionOf(item: UsagePrice): Question | null {
  let question = questions.get(item);
  if (question === undefined) {
    const prices = pricesOf(item);
    const eventTerms = prices.map(eventTermsOf);
    const isPlain = prices.length === 1 && eventTerms[0] === null && !item.definition;
    const variants = (item.variants ?? []).map((variant) => variant.when);
    question = isPlain ? null : { meter: meterOf(item), variants, eventTerms };
    questions.set(item, question);
  }
  return question;
}

const meterOf = (item: UsagePrice): MeterDefinition => item.definition ?? meterNamed(item.meter);

/** By variant, and the one for the rest last. */
function pricesOf(item: UsagePrice): Price[] {
  return [...(item.variants ?? []).map((variant) => variant.price), item.price];
}

export function rateUsage(
  of: PeriodToRate,
  item: UsagePrice,
  currency: string,
  usage: UsageByWindow,
): RatedItem {
  const window = usageWindow(of, item);
  const prices = pricesOf(item);
  for (const price of prices) refuseUnrateable(item, price);
  const readings = usage.readings(window);
  const digits = currencyDigits(currency);
  const ratings = prices.map((price, index): Rating => {
    const reading = readings?.[index];
    const quantity = readings === null ? usage.of(window) : (reading?.quantity ?? ZERO);
    const rated = of.final ? price : withoutMinimum(price);
    return rate(rated, quantity, { currencyDigits: digits, eventSums: reading?.eventSums ?? undefined });
  });
  const amount = ratings.reduce((sum, rating) => sum.plus(rating.amount), ZERO);
  const billable = ratings.reduce((sum, rating) => sum.plus(rating.billableQuantity), ZERO);
  return {
    kind: 'usage',
    itemKey: item.key,
    name: item.name,
    unit: item.meter === 'requests' ? 'calls' : item.meter,
    quantity: usage.of(window),
    totalMinor: roundToMinor(amount, currency),
    explanation: {
      model: item.price.model,
      billable_quantity: decimalText(billable),
      steps: ratings.flatMap((rating) => rating.lines.map(ratedLineJson)),
      ...(item.variants?.length ? { variants: variantsJson(item, readings, ratings) } : {}),
      ...withoutValueJson(readings),
      query: queryOf(window),
    },
  };
}

/** Which condition made which part of the amount; its steps are among those of the whole. */
function variantsJson(
  item: UsagePrice,
  readings: readonly MeterReading[] | null,
  ratings: readonly Rating[],
) {
  const rest = { key: 'default', name: item.name, when: null, price: item.price };
  return [...(item.variants ?? []), rest].map(({ key, name, when, price }, index) => ({
    key,
    name,
    when,
    model: price.model,
    quantity: decimalText(readings?.[index]?.quantity ?? ZERO),
    billable_quantity: decimalText(ratings[index]!.billableQuantity),
    amount: decimalText(ratings[index]!.amount),
    steps: ratings[index]!.lines.map(ratedLineJson),
  }));
}

/** Events that the meter counts and that say nothing it could aggregate: shown, because nobody else would tell. */
function withoutValueJson(readings: readonly MeterReading[] | null): { events_without_value?: string } {
  const skipped = (readings ?? []).reduce((sum, reading) => sum + reading.withoutValue, 0n);
  return skipped === 0n ? {} : { events_without_value: String(skipped) };
}

/** A maximum or an average is no sum over events: refused, should an override have brought it here. */
function refuseUnrateable(item: UsagePrice, price: Price): void {
  const meter = meterOf(item);
  if (isAdditive(meter) || eventTermsOf(price) === null) return;
  throw new Problem(invoiceProblems.notRateable, {
    detail: `The price ${item.key} has terms per event, and a ${meter.aggregation} is no sum over events.`,
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
