import type { Decimal } from '#kernel';
import type { EventSums, EventTerms, MeterDefinition, UsageCondition } from '#rating';

/** What is asked of a meter: all of it, or divided among variants of a price. */
export interface MeterQuestion {
  readonly meter: MeterDefinition;
  /** An event belongs to the first that it fits; those that fit none come last, as one more. */
  readonly variants: readonly UsageCondition[];
  /** By variant, and one more for the rest: where each event is priced by itself, by these terms. */
  readonly eventTerms: readonly (EventTerms | null)[];
}

/** A half-open span of one subscription's time. */
export interface MeterWindow {
  readonly subscriptionId: string;
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
  /**
   * The period that the span is a part of, when it is one. What is weighted by time is weighted over the whole
   * of it, so that the parts of a period add up to it.
   */
  readonly whole?: { readonly startAt: Temporal.Instant; readonly endAt: Temporal.Instant } | undefined;
  /** Whose clocks say what day it is; default UTC. */
  readonly timeZone?: string | undefined;
}

/** What a meter says. An average or a weighted sum is a ratio: it is divided, and rounded, only once. */
export interface MeterReading {
  /** Events that were looked at. */
  readonly events: bigint;
  /** Those of them that had no value to aggregate, which are left out of it. */
  readonly withoutValue: bigint;
  readonly numerator: Decimal;
  readonly denominator: Decimal;
  /** The ratio with twelve decimals. */
  readonly quantity: Decimal;
  readonly eventSums: EventSums | null;
}
