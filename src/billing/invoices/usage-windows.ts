import { type Decimal, ZERO } from '#kernel';
import { type Period, type QuotaOrigin, type QuotaRhythm, quotaPeriodAt } from '#rating';

/** The quantity of one meter of one subscription in a half-open span of time. */
export interface UsageWindow {
  readonly subscriptionId: string;
  /** `requests`, `units`, or an event type whose values are summed. */
  readonly meter: string;
  readonly fromAt: Temporal.Instant;
  readonly toAt: Temporal.Instant;
}

export function windowText(window: UsageWindow): string {
  return `${window.subscriptionId}|${window.meter}|${window.fromAt.epochMilliseconds}|${window.toAt.epochMilliseconds}`;
}

/** Quantities by window; a window without usage is zero. */
export class UsageByWindow {
  readonly #quantities = new Map<string, Decimal>();

  add(window: UsageWindow, quantity: Decimal): void {
    const text = windowText(window);
    this.#quantities.set(text, (this.#quantities.get(text) ?? ZERO).plus(quantity));
  }

  of(window: UsageWindow): Decimal {
    return this.#quantities.get(windowText(window)) ?? ZERO;
  }
}

/** A quota period as far as it matters to a billing period that is rated up to `cutAt`. */
export interface QuotaSpan {
  /** Where the quota period began. */
  readonly quotaStartAt: Temporal.Instant;
  /** From where units count: its beginning, or the last reset before this span. */
  readonly fromAt: Temporal.Instant;
  /** Where the billing period begins within the span; equal to `fromAt` when it does not begin inside. */
  readonly priorToAt: Temporal.Instant;
  /** The next reset, the end of the quota period, or the cut, whichever comes first. */
  readonly toAt: Temporal.Instant;
}

/** What is rated of a billing period, and what shapes the quota periods in it. */
export interface QuotaWindow extends QuotaOrigin {
  readonly period: Period;
  readonly cutAt: Temporal.Instant;
  /** When the provider gave the whole quota again, in order. */
  readonly resetsAt: readonly Temporal.Instant[];
}

/**
 * The quota periods that a billing period touches, up to the cut, divided where the quota was reset: from
 * there the whole of it holds again, as the gateway's counters have it. The two need not coincide: a calendar
 * month's quota usually lies in two billing months, and a month's bill covers thirty daily quotas.
 */
export function quotaSpans(quota: QuotaRhythm, of: QuotaWindow): QuotaSpan[] {
  const spans: QuotaSpan[] = [];
  let at = of.period.startAt;
  while (Temporal.Instant.compare(at, of.cutAt) < 0) {
    const quotaPeriod = quotaPeriodAt(at, quota, of);
    for (const { startAt, endAt } of dividedAt(quotaPeriod, of.resetsAt)) {
      if (Temporal.Instant.compare(endAt, of.period.startAt) <= 0) continue;
      if (Temporal.Instant.compare(startAt, of.cutAt) >= 0) continue;
      spans.push({
        quotaStartAt: quotaPeriod.startAt,
        fromAt: startAt,
        priorToAt: later(startAt, of.period.startAt),
        toAt: earlier(endAt, of.cutAt),
      });
    }
    at = quotaPeriod.endAt;
  }
  return spans;
}

function dividedAt({ startAt, endAt }: Period, cuts: readonly Temporal.Instant[]): Period[] {
  const inside = cuts.filter(
    (cut) => Temporal.Instant.compare(cut, startAt) > 0 && Temporal.Instant.compare(cut, endAt) < 0,
  );
  const starts = [startAt, ...inside];
  return starts.map((start, index) => ({ startAt: start, endAt: starts[index + 1] ?? endAt }));
}

export function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}

export function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}
