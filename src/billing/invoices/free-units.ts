/** Units that a coupon makes free: added to the free units of each price of its meter, before anything is priced. */

import type { UsagePrice } from '#catalog';
import { type Decimal, decimal, decimalText, ZERO } from '#kernel';
import { holdsIn, type Redemption } from '../coupons/index.ts';
import type { ClosedSegment } from './billable.ts';
import type { RatedTerms } from './rate-period.ts';
import { periodWindow } from './rated-item.ts';
import type { UsageTask } from './usage-tasks.ts';
import type { UsageByWindow } from './usage-windows.ts';

/** The terms of a task with what coupons add to them. Prices with an interval of their own are left as they are. */
export function withFreeUnits(
  task: UsageTask,
  tasks: readonly UsageTask[],
  redemptions: readonly Redemption[],
  usage: UsageByWindow,
): RatedTerms {
  const free = redemptions.filter((one) => one.discount.kind === 'units' && fits(one, task.segment));
  if (free.length === 0 || task.isOwnInterval) return task.terms;
  const prices = task.terms.prices.map((item) => {
    const units = free.reduce((sum, { discount }) => {
      const isOfMeter = discount.kind === 'units' && discount.meter === item.meter;
      return isOfMeter ? sum.plus(discount.units) : sum;
    }, ZERO);
    return units.eq(ZERO) ? item : withUnits(item, leftOf(units, usedBefore(task, tasks, item.meter, usage)));
  });
  return { ...task.terms, prices };
}

function fits({ planIds, ...redemption }: Redemption, { plan, choice, waiver }: ClosedSegment): boolean {
  const isInTime = holdsIn({ planIds, ...redemption }, choice.periodsElapsed);
  return waiver === null && isInTime && (planIds?.includes(plan.planId) ?? true);
}

/** The parts of a billing period share the free units: the first one uses them first. */
function usedBefore(
  { of, segment }: UsageTask,
  tasks: readonly UsageTask[],
  meter: string,
  usage: UsageByWindow,
): Decimal {
  const before = tasks.filter(
    (one) =>
      !one.isOwnInterval &&
      one.segment.billingPeriod.startAt.equals(segment.billingPeriod.startAt) &&
      Temporal.Instant.compare(one.of.period.startAt, of.period.startAt) < 0 &&
      one.terms.prices.some((item) => item.meter === meter),
  );
  return before.reduce((sum, one) => sum.plus(usage.of(periodWindow(one.of, meter))), ZERO);
}

function leftOf(units: Decimal, used: Decimal): Decimal {
  return units.gt(used) ? units.minus(used) : ZERO;
}

function withUnits(item: UsagePrice, units: Decimal): UsagePrice {
  const { price } = item;
  if (units.eq(ZERO)) return item;
  // A flat amount, percentages and what carries its own cost have no units to be free.
  if (price.model === 'flat' || price.model === 'percentage' || price.model === 'dynamic') return item;
  const free = decimal(price.free_units ?? '0').plus(units);
  return { ...item, price: { ...price, free_units: decimalText(free) } };
}
