/** What a close makes of the credit that plans include: granted with a period, done with when its usage is billed. */
import { formatAmount, parseAmount } from '#kernel';
import type { CreditTurn, IncludedCredit } from '#wallets';
import type { PromotionalCredit } from './adjustments.ts';
import type { BillableSegment, BillableSubscription, ClosedSegment } from './billable.ts';
import type { InvoiceCause } from './cause.ts';
import type { Timeline } from './item-parts.ts';
import { type AdjustedPeriod, limitOf, periodsOf } from './period-limit.ts';

export interface CreditClose {
  readonly subscription: BillableSubscription;
  readonly cause: InvoiceCause;
  readonly timeline: Timeline;
  /** Segments that are over with this close. */
  readonly closes: readonly BillableSegment[];
  readonly isOver: (segment: ClosedSegment) => boolean;
  /** There is credit of this subscription already. */
  readonly hasCredit: boolean;
}

/** Closes that only look at a period which goes on leave its credit alone. */
const TURNING: readonly InvoiceCause[] = ['start', 'renewal', 'change', 'final'];

/** null where neither the plan includes credit nor an earlier one did. */
export function creditTurn(close: CreditClose): CreditTurn | null {
  const { subscription, cause, timeline, closes, isOver, hasCredit } = close;
  const includes = timeline.segments.some(({ plan }) => plan.terms.included_credit);
  if (!TURNING.includes(cause) || !(includes || hasCredit)) return null;
  const open = periodsOf(timeline).filter((of) => !of.segments.every(isOver));
  const following = cause === 'renewal' ? subscription.next : null;
  const ended = cause === 'renewal' ? !following : !subscription.live && isLast(subscription, closes);
  return {
    subscriptionId: subscription.id,
    included: ended ? [] : open.map((of) => includedIn(of, timeline, subscription)),
    billedUntilAt: ended ? 'all' : cause === 'renewal' ? subscription.period.endAt : null,
    carriedUntilAt: following?.period.endAt ?? null,
  };
}

function isLast({ segments }: BillableSubscription, closes: readonly BillableSegment[]): boolean {
  return closes.length === segments.length;
}

/** Where there is no wallet to ask, in an estimate or a back-test: what the terms include. Nothing is carried over. */
export function creditOfTerms(timeline: Pick<Timeline, 'segments' | 'timeZone'>): PromotionalCredit[] {
  return periodsOf(timeline).flatMap((of) => {
    const limit = limitOf(of, timeline, 'included_credit');
    const { planName, terms } = of.segments.at(-1)!.plan;
    if (!limit) return [];
    const { currency } = terms;
    const id = `included:${of.period.startAt.epochMilliseconds}`;
    const name = `Credit: ${includedText(limit.minor, currency, planName)}`;
    return [{ id, name, currency, availableMinor: limit.minor, period: of.period }];
  });
}

function includedText(minor: bigint, currency: string, planName: string): string {
  return `${formatAmount({ minor, currency })} ${currency} included in ${planName}`;
}

/** Shares of a period that has parts are those of the plan's fee. */
function includedIn(
  of: AdjustedPeriod,
  timeline: Timeline,
  { organizationId, providerId }: BillableSubscription,
): IncludedCredit {
  const { plan } = of.segments.at(-1)!;
  const { currency, included_credit } = plan.terms;
  const rollover = included_credit?.rollover_maximum ?? null;
  const amountMinor = limitOf(of, timeline, 'included_credit')?.minor ?? 0n;
  return {
    ref: { organizationId, providerId, currency },
    period: of.period,
    amountMinor,
    rolloverMaximumMinor: rollover === null ? null : parseAmount(rollover, currency).minor,
    reason: includedText(amountMinor, currency, plan.planName),
  };
}
