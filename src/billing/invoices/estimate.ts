import type { PlanVersionOfPlan, UsagePrice } from '#catalog';
import { type Decimal, decimal, ONE, parseAmount, ZERO } from '#kernel';
import type { MeterReading } from '#metering';
import type { Charge } from './charge.ts';
import { ratePeriod } from './rate-period.ts';
import { usageWindow } from './rate-usage.ts';
import { periodWindow } from './rated-item.ts';
import { FLAT_KEY } from './recurring-charges.ts';
import { UsageByWindow, windowText } from './usage-windows.ts';

export interface EstimateLine
  extends Pick<Charge, 'kind' | 'itemKey' | 'description' | 'unit' | 'explanation'> {
  readonly quantity: Decimal;
  readonly amountMinor: bigint;
}

export interface Estimate {
  readonly currency: string;
  readonly lines: readonly EstimateLine[];
  readonly totalMinor: bigint;
}

// Any period will do: quantities are given, not read. It begins with every kind of quota period.
const period = {
  startAt: Temporal.Instant.from('2024-01-01T00:00:00Z'),
  endAt: Temporal.Instant.from('2024-01-02T00:00:00Z'),
};

/**
 * What one billing period with these quantities would cost, by the code that bills. Units past the quota are
 * counted as if they were all used in one quota period.
 */
export function estimate(plan: PlanVersionOfPlan, quantities: ReadonlyMap<string, Decimal>): Estimate {
  const { terms } = plan;
  const usage = new UsageByWindow();
  const of = {
    subscriptionId: 'estimate',
    period,
    cutAt: period.endAt,
    final: true,
    timeZone: 'UTC',
    anchorAt: period.startAt,
    resets: [],
    waiver: null,
  };
  const windows = new Map([periodWindow(of, 'units')].map((window) => [windowText(window), window]));
  for (const item of terms.prices) {
    const window = usageWindow(of, item);
    windows.set(windowText(window), window);
    if (item.variants?.length) usage.read(window, givenReadings(item, quantities));
  }
  for (const window of windows.values()) {
    if (usage.readings(window) === null) usage.add(window, quantities.get(window.meter) ?? ZERO);
  }
  const flat: EstimateLine = {
    kind: 'flat',
    itemKey: FLAT_KEY,
    description: `${plan.planName} plan`,
    unit: terms.interval.unit,
    quantity: decimal(1),
    amountMinor: parseAmount(terms.price, terms.currency).minor,
    explanation: { model: 'flat', unit_price: terms.price, plan_version: plan.number },
  };
  const rated = ratePeriod(of, terms, usage).map(
    ({ kind, itemKey, name, unit, quantity, totalMinor, explanation }) => {
      const { query: _query, ...rest } = explanation;
      return { kind, itemKey, description: name, unit, quantity, amountMinor: totalMinor, explanation: rest };
    },
  );
  const lines = [flat, ...rated];
  const totalMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  return { currency: terms.currency, lines, totalMinor };
}

/** Of a price with variants each is asked for by `key.variant`; what is asked for by the meter is the rest. */
function givenReadings(item: UsagePrice, quantities: ReadonlyMap<string, Decimal>): MeterReading[] {
  const names = [...(item.variants ?? []).map((variant) => `${item.key}.${variant.key}`), item.meter];
  return names.map((name) => {
    const quantity = quantities.get(name) ?? ZERO;
    return { events: 0n, withoutValue: 0n, numerator: quantity, denominator: ONE, quantity, eventSums: null };
  });
}

/** Quantities as the wire has them. */
export function readQuantities(texts: Readonly<Record<string, string>>): Map<string, Decimal> {
  return new Map(Object.entries(texts).map(([meter, text]) => [meter, decimal(text)]));
}
