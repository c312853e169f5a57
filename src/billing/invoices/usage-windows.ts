import { type Decimal, ZERO } from '#kernel';
import type { MeterQuestion, MeterReading } from '#metering';
import { type Period, type QuotaOrigin, type QuotaRhythm, quotaPeriodAt } from '#rating';

/** The quantity of one meter of one subscription in a half-open span of time. */
export interface UsageWindow {
  readonly subscriptionId: string;
  /** As terms name it. */
  readonly meter: string;
  readonly fromAt: Temporal.Instant;
  readonly toAt: Temporal.Instant;
  /** What is asked, where the name alone does not say it: a meter of the provider's, variants, prices per event. */
  readonly asked?: AskedOfMeter | undefined;
}

export interface AskedOfMeter extends MeterQuestion {
  /** What is weighted by time is weighted over the whole of it. */
  readonly whole: Period;
  readonly timeZone: string;
}

const questionTexts = new WeakMap<MeterQuestion['variants'], string>();

/** Questions of the same words are the same. Decimals write themselves. */
export function questionText(question: MeterQuestion): string {
  const known = questionTexts.get(question.variants);
  if (known !== undefined) return known;
  const { meter, variants, eventTerms } = question;
  const text = JSON.stringify([meter, variants, eventTerms]);
  questionTexts.set(question.variants, text);
  return text;
}

export function windowText(window: UsageWindow): string {
  const plain = `${window.subscriptionId}|${window.meter}|${window.fromAt.epochMilliseconds}|${window.toAt.epochMilliseconds}`;
  if (!window.asked) return plain;
  const { whole, timeZone } = window.asked;
  const within = `${whole.startAt.epochMilliseconds}|${whole.endAt.epochMilliseconds}|${timeZone}`;
  return `${plain}|${within}|${questionText(window.asked)}`;
}

/** Quantities by window; a window without usage is zero. */
export class UsageByWindow {
  readonly #quantities = new Map<string, Decimal>();
  readonly #readings = new Map<string, readonly MeterReading[]>();

  add(window: UsageWindow, quantity: Decimal): void {
    const text = windowText(window);
    this.#quantities.set(text, (this.#quantities.get(text) ?? ZERO).plus(quantity));
  }

  of(window: UsageWindow): Decimal {
    return this.#quantities.get(windowText(window)) ?? ZERO;
  }

  /** What the meter says of each variant and, last, of the rest; the quantity is what they come to together. */
  read(window: UsageWindow, readings: readonly MeterReading[]): void {
    const text = windowText(window);
    this.#readings.set(text, readings);
    this.#quantities.set(
      text,
      readings.reduce((sum, reading) => sum.plus(reading.quantity), ZERO),
    );
  }

  /** Null where the quantity is all there is. */
  readings(window: UsageWindow): readonly MeterReading[] | null {
    return this.#readings.get(windowText(window)) ?? null;
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
