import { effectiveTerms, type PlanVersionOfPlan, type TermsChoice, type UsagePrice } from '#catalog';
import { type Decimal, decimal, ONE, ZERO } from '#kernel';
import type { MeterReading } from '#metering';
import { billingPeriod } from '#rating';
import { type BillableSegment, type BillableSubscription, noteOf } from './billable.ts';
import type { Charge } from './charge.ts';
import { creditOfTerms } from './included-credit.ts';
import { closeWindows, planClose, type Unread } from './plan-close.ts';
import { UsageByWindow, type UsageWindow } from './usage-windows.ts';

export interface EstimateRequest {
  readonly plan: PlanVersionOfPlan;
  readonly currency: string;
  /** Seats. */
  readonly quantity: number;
  /** By meter. */
  readonly quantities: ReadonlyMap<string, Decimal>;
}

export interface EstimatedBill {
  readonly lines: readonly Charge[];
  readonly totalMinor: bigint;
}

/** All that a billing period costs, once trial and phases are over. */
export interface Estimate extends EstimatedBill {
  readonly currency: string;
  /** What is asked for at once; nothing during a trial. */
  readonly first: EstimatedBill;
}

// Any time will do: quantities are given, not read. A day, a week, a month and a year begin with it.
const anchorAt = Temporal.Instant.from('2024-01-01T00:00:00Z');
const timeZone = 'UTC';
const LONG_AFTER_ALL_PHASES = 1_000_000;

/**
 * What a plan would cost, by the code that bills. Usage is counted as if it were all at the beginning of the period: units
 * past a quota as if used in one quota period. Of a fee with a longer interval than the plan's, a period has its share.
 */
export function estimate(request: EstimateRequest): Estimate {
  const { plan, currency } = request;
  const first = subscriptionOf(request, 0, plan.terms.trial_days > 0);
  const later = subscriptionOf(request, LONG_AFTER_ALL_PHASES, false);
  return {
    currency,
    first: bill({ subscription: first, cause: 'start', cutAt: anchorAt, earlier: [] }, new Map()),
    ...bill(
      { subscription: later, cause: 'renewal', cutAt: later.period.endAt, earlier: [] },
      request.quantities,
    ),
  };
}

function subscriptionOf(
  { plan, currency, quantity }: EstimateRequest,
  periodsElapsed: number,
  isTrial: boolean,
): BillableSubscription {
  const choice: TermsChoice = { currency, periodsElapsed, overrides: null };
  const terms = effectiveTerms(plan.terms, choice);
  const { interval, billing } = terms;
  const { startAt, endAt, whole } = billingPeriod({ anchorAt, interval, timeZone, ...billing }, 0);
  const period = { startAt, endAt };
  const segment: BillableSegment = {
    ...{
      period,
      billingPeriod: period,
      whole,
      anchorAt,
      choice,
      quantity,
      dueAt: endAt,
      chargedUntilAt: endAt,
    },
    plan: { ...plan, terms },
    note: noteOf(plan.terms, choice),
    waiver: isTrial ? 'trial' : null,
  };
  return {
    ...{ id: 'estimate', organizationId: '', providerId: '', productId: plan.productId, revision: 1 },
    ...{ timeZone, quotaResets: [], live: true, period, plan: segment.plan, segments: [segment], next: null },
  };
}

function bill(input: Unread, quantities: ReadonlyMap<string, Decimal>): EstimatedBill {
  const usage = new UsageByWindow();
  const seen = new Set<string>();
  for (const window of closeWindows(input)) {
    const holds = window.fromAt.equals(anchorAt) && !window.toAt.equals(anchorAt);
    const text = `${window.meter} ${window.toAt}`;
    const item = itemWithVariants(input, window);
    if (holds && item) usage.read(window, givenReadings(item, quantities));
    else if (holds && !seen.has(text)) usage.add(window, quantities.get(window.meter) ?? ZERO);
    seen.add(text);
  }
  const nothing = { billed: new Map(), carried: [], redemptions: [], highestBatch: 0n };
  const credits = creditOfTerms(input.subscription);
  const { charges } = planClose({ ...input, ...nothing, credits }, usage);
  return {
    lines: charges.map((charge) => ({ ...charge, explanation: withoutQuery(charge.explanation) })),
    totalMinor: charges.reduce((sum, charge) => sum + charge.amountMinor, 0n),
  };
}

/** There are no events that could be listed. */
function withoutQuery(explanation: Charge['explanation']): Charge['explanation'] {
  const { query: _query, through: _through, billed_before: _before, ...rest } = explanation;
  return rest;
}

/** The price that a window with variants was asked for. */
function itemWithVariants({ subscription }: Unread, { asked }: UsageWindow): UsagePrice | undefined {
  const [first] = asked?.variants ?? [];
  if (first === undefined) return undefined;
  return subscription.plan.terms.prices.find((item) => item.variants?.[0]?.when === first);
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
