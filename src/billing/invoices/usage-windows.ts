import { type Decimal, ZERO } from '#kernel';
import { type Period, type QuotaPeriod, quotaPeriodAt } from '#rating';

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
  readonly quotaStartAt: Temporal.Instant;
  /** Where the billing period begins within it; equal to `quotaStartAt` when it does not begin inside. */
  readonly priorToAt: Temporal.Instant;
  /** End of the quota period or the cut, whichever comes first. */
  readonly toAt: Temporal.Instant;
}

/**
 * The quota periods that a billing period touches, up to the cut. The two need not coincide: a calendar
 * month's quota usually lies in two billing months, and a month's bill covers thirty daily quotas.
 */
export function quotaSpans(
  quotaPeriod: QuotaPeriod,
  period: Period,
  cutAt: Temporal.Instant,
  timeZone: string,
): QuotaSpan[] {
  const spans: QuotaSpan[] = [];
  let at = period.startAt;
  while (Temporal.Instant.compare(at, cutAt) < 0) {
    const { startAt, endAt } = quotaPeriodAt(at, quotaPeriod, timeZone);
    spans.push({
      quotaStartAt: startAt,
      priorToAt: later(startAt, period.startAt),
      toAt: earlier(endAt, cutAt),
    });
    at = endAt;
  }
  return spans;
}

export function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}

export function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}
