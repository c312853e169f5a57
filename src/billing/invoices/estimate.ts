import type { PlanVersionOfPlan } from '#catalog';
import { type Decimal, decimal, parseAmount, ZERO } from '#kernel';
import type { Charge } from './charge.ts';
import { ratePeriod } from './rate-period.ts';
import { FLAT_KEY } from './recurring-charges.ts';
import { UsageByWindow } from './usage-windows.ts';

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
  const meters = new Set([...terms.prices.map((price) => price.meter), 'units']);
  for (const meter of meters) {
    const window = { subscriptionId: of.subscriptionId, meter, fromAt: period.startAt, toAt: period.endAt };
    usage.add(window, quantities.get(meter) ?? ZERO);
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

/** Quantities as the wire has them. */
export function readQuantities(texts: Readonly<Record<string, string>>): Map<string, Decimal> {
  return new Map(Object.entries(texts).map(([meter, text]) => [meter, decimal(text)]));
}
