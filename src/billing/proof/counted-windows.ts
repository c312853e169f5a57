import { z } from 'zod';
import { type Decimal, decimal, isDecimalText, ZERO } from '#kernel';
import type { UsageEventRow, UsageWindow } from '#metering';
import { type MeterDefinition, meterDefinitionSchema, overageCharge } from '#rating';

/**
 * A span of time whose events a line counted, and how it counted each. `countedOf` takes the events in their
 * order, oldest first, each once.
 */
export interface CountedWindow extends UsageWindow {
  /** '' for all of them. */
  readonly eventType: string;
  /** Where events begin to be this line's: what lies before only fills the quota. */
  readonly countsFromAt: Temporal.Instant;
  /** Set where the line counts what goes beyond a quota: the first units are free, and none past the cap count. */
  readonly beyond: { readonly quotaUnits: Decimal; readonly charged: (usedUnits: Decimal) => Decimal } | null;
  /** What the meter makes of one event. */
  readonly valueOf: (event: CountableEvent) => Decimal;
  /** Where more than an event type says which events count. */
  readonly meter?: MeterDefinition | undefined;
}

type CountableEvent = Pick<UsageEventRow, 'units' | 'value' | 'properties'>;

const instant = z.string().transform((text) => Temporal.Instant.from(text));

/** The part of a line's explanation that says which events it is made of. */
const usageQuery = z.object({
  subscription_id: z.string(),
  meter: z.string(),
  from: instant,
  to: instant,
  /** Of a meter of the provider's. */
  definition: meterDefinitionSchema.optional(),
});

const explained = z.object({
  query: usageQuery.optional(),
  /** Lines that were put together of several spans. */
  queries: z.array(usageQuery).optional(),
});

const overageExplained = z.object({
  query: usageQuery,
  max_overage_units: z.union([z.string(), z.number()]).nullable(),
  quota_periods: z.array(
    z.object({
      quota_period_start: instant,
      reset_at: instant.optional(),
      through: instant,
      quota_units: z.string(),
    }),
  ),
});

/** The windows of a line; none for a line that counts no events. */
export function countedWindows(line: {
  readonly kind: string;
  readonly explanation: Readonly<Record<string, unknown>>;
}): CountedWindow[] {
  if (line.kind === 'overage') return overageWindows(line.explanation);
  const { query, queries = [] } = explained.parse(line.explanation);
  return [...(query ? [query] : []), ...queries].map(
    ({ subscription_id: subscriptionId, meter, definition, from, to }) => ({
      subscriptionId,
      startAt: from,
      endAt: to,
      countsFromAt: from,
      beyond: null,
      ...(definition ? definedMeter(definition) : meterOf(meter)),
    }),
  );
}

/** Which events a meter counts, and for how much. */
function meterOf(meter: string): Pick<CountedWindow, 'eventType' | 'valueOf'> {
  if (meter === 'units') return { eventType: '', valueOf: ({ units }) => units };
  if (meter === 'requests') return { eventType: 'request', valueOf: () => decimal(1) };
  return { eventType: meter, valueOf: ({ value }) => value };
}

/**
 * Which events a provider's meter counts, and the number that each gave it. Of meters that are no sums these numbers do
 * not add up to the line's quantity: it is the greatest of them, their percentile, or how many differ.
 */
function definedMeter(meter: MeterDefinition): Pick<CountedWindow, 'eventType' | 'meter' | 'valueOf'> {
  return { eventType: '', meter, valueOf: (event) => numberOf(event, meter.value) };
}

function numberOf(event: CountableEvent, field: string | undefined): Decimal {
  if (field === undefined) return decimal(1);
  if (field === 'value' || field === 'units') return event[field];
  if (!field.startsWith('properties.')) return decimal(1);
  const text = propertyOf(event, field.slice('properties.'.length));
  return isDecimalText(text) ? decimal(text) : ZERO;
}

function propertyOf({ properties }: CountableEvent, name: string): string {
  const all: unknown = properties === '' ? {} : JSON.parse(properties);
  return String((all as Record<string, unknown>)[name] ?? '');
}

/** One window per quota period; the events before the billing period fill the quota and are not this line's. */
function overageWindows(explanation: Readonly<Record<string, unknown>>): CountedWindow[] {
  const { query, quota_periods, max_overage_units } = overageExplained.parse(explanation);
  const terms = { unit_price: '0', max_overage_units };
  return quota_periods.map((span) => {
    const startAt = span.reset_at ?? span.quota_period_start;
    const quotaUnits = decimal(span.quota_units);
    const charged = (used: Decimal) => overageCharge(used, quotaUnits, terms).chargedUnits;
    return {
      subscriptionId: query.subscription_id,
      startAt,
      endAt: span.through,
      countsFromAt: Temporal.Instant.compare(startAt, query.from) < 0 ? query.from : startAt,
      beyond: { quotaUnits, charged },
      ...meterOf('units'),
    };
  });
}

/** How much of one event is the line's, after `used` of the window before it. */
export function countedOf(window: CountedWindow, event: UsageEventRow, used: Decimal): Decimal {
  if (Temporal.Instant.compare(event.timestamp, window.countsFromAt) < 0) return ZERO;
  const value = window.valueOf(event);
  if (window.beyond === null) return value;
  return window.beyond.charged(used.plus(value)).minus(window.beyond.charged(used));
}
