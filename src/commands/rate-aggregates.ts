import type { Decimal, TemporaryUsageDb } from '#kernel';
import {
  type AskedMeter,
  insertTrialEvents,
  type MeterReading,
  type MeterWindow,
  readMeters,
  type TrialEvent,
} from '#metering';
import { type MeterDefinition, meterDefinitionSchema, roundQuotient } from '#rating';
import {
  amountText,
  type Case,
  CaseError,
  decimalOf,
  isRecord,
  list,
  record,
  roundingOf,
  text,
  timeZoneOf,
} from './rate-fields.ts';

export type OpenUsage = () => Promise<TemporaryUsageDb>;

interface Aggregate {
  readonly input: Case;
  readonly meter: MeterDefinition;
  /** One reading is the answer; of `prorated_values` each event is. */
  readonly windows: readonly MeterWindow[];
  readonly events: readonly TrialEvent[];
  readonly each: boolean;
}

/** By case, its answer or why it cannot be read. The store is opened once, and only when there is a case. */
export async function answerAggregates(
  cases: readonly Case[],
  openUsage: OpenUsage,
): Promise<Map<Case, Record<string, unknown>>> {
  const answers = new Map<Case, Record<string, unknown>>();
  const aggregates: Aggregate[] = [];
  for (const [index, input] of cases.entries()) {
    try {
      aggregates.push(readAggregate(input, `case_${index}`));
    } catch (cause) {
      if (!(cause instanceof CaseError) && !(cause instanceof RangeError)) throw cause;
      answers.set(input, { error: cause.message });
    }
  }
  if (aggregates.length === 0) return answers;
  const store = await openUsage();
  try {
    await insertTrialEvents(
      store.usageDb,
      aggregates.flatMap((one) => one.events),
    );
    const readings = await readMeters(store.usageDb, { asked: askedOf(aggregates) });
    for (const one of aggregates) answers.set(one.input, answerOf(one, readings));
  } finally {
    await store.close();
  }
  return answers;
}

/** Cases with the same meter are one question. */
function askedOf(aggregates: readonly Aggregate[]): AskedMeter[] {
  const byMeter = Map.groupBy(aggregates, ({ meter }) => JSON.stringify(meter));
  return Array.from(byMeter.values(), (same) => ({
    question: { meter: same[0]!.meter, variants: [], eventTerms: [null] },
    windows: same.flatMap((one) => one.windows),
  }));
}

function answerOf(
  { input, windows, each }: Aggregate,
  readings: ReadonlyMap<MeterWindow, readonly MeterReading[]>,
): Record<string, unknown> {
  const own = windows.map((window) => readings.get(window)![0]!);
  const result = own.map((reading) => amountText(roundedReading(input, reading)));
  const skipped = own.reduce((sum, reading) => sum + reading.withoutValue, 0n);
  return { result: each ? result : result[0], skipped: Number(skipped) };
}

function roundedReading(input: Case, { numerator, denominator, quantity }: MeterReading): Decimal {
  if (input.round_places === undefined) return quantity;
  const { places, mode } = roundingOf({ places: input.round_places, mode: input.round_mode ?? 'half_up' });
  return roundQuotient(numerator, denominator, places, mode);
}

const names: Record<string, MeterDefinition['aggregation']> = {
  average: 'avg',
  last: 'latest',
  unique: 'unique_count',
  prorated_values: 'prorated_sum',
};

function readAggregate(input: Case, caseId: string): Aggregate {
  const name = text(input, 'aggregation');
  const each = name === 'prorated_values';
  const given = list(input, 'events').map((event, index) => {
    if (!isRecord(event)) throw new CaseError('events: expected objects');
    return { ...trialEvent(event, index), subscriptionId: each ? `${caseId}_${index}` : caseId };
  });
  const initial = input.initial_value === undefined ? [] : [decimalOf(input, 'initial_value')];
  const timeZone = timeZoneOf(input);
  const { startAt, endAt } = periodOf(input, given, timeZone);
  const ids = each ? given.map((event) => event.subscriptionId) : [caseId];
  // What ran when the period began is an event of its first moment.
  const before = initial.map((value) => ({
    ...{ id: ' initial', subscriptionId: caseId, at: startAt, eventType: 'event' },
    properties: { value: value.toFixed() },
  }));
  return {
    input,
    meter: meterOf(input, name, given),
    windows: ids.map((subscriptionId) => ({ subscriptionId, startAt, endAt, timeZone })),
    events: [...before, ...given],
    each,
  };
}

function meterOf(input: Case, name: string, events: readonly TrialEvent[]): MeterDefinition {
  const percentile = /^p(\d+(?:\.\d)?)$/.exec(name)?.[1] ?? input.percentile ?? input.p;
  const aggregation = /^p\d/.test(name) ? 'percentile' : (names[name] ?? name);
  const unique = aggregation === 'unique_count' || aggregation === 'prorated_unique_count';
  const keyed = events.some((event) => event.properties?.key !== undefined);
  const parsed = meterDefinitionSchema.safeParse({
    event_type: null,
    aggregation,
    ...(aggregation === 'count' ? {} : { value: unique && keyed ? 'properties.key' : 'properties.value' }),
    ...(aggregation === 'percentile' && percentile !== undefined ? { percentile: Number(percentile) } : {}),
    ...(aggregation === 'prorated_unique_count' ? { operation: 'properties.op' } : {}),
    ...(input.carry_over === undefined ? {} : { carry_over: input.carry_over }),
    ...(input.filter === undefined ? {} : { filter: input.filter }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CaseError(`${issue?.path.join('/') || 'aggregation'}: ${issue?.message}`);
}

function trialEvent(event: Case, index: number): Omit<TrialEvent, 'subscriptionId'> {
  const { at: _at, timestamp: _timestamp, properties, ...own } = event;
  return {
    // Events of one moment count in the order in which they stand.
    id: String(index).padStart(9, '0'),
    at: moment(event, event.at === undefined ? 'timestamp' : 'at'),
    eventType: 'event',
    properties: { ...own, ...(isRecord(properties) ? properties : {}) },
  };
}

function periodOf(input: Case, events: readonly { at: Temporal.Instant }[], timeZone: string) {
  if (input.period !== undefined) {
    const period = record(input, 'period');
    const [startAt, endAt] = [moment(period, 'start', timeZone), moment(period, 'end', timeZone)];
    if (Temporal.Instant.compare(startAt, endAt) < 0) return { startAt, endAt };
    throw new CaseError('period: start must be before end');
  }
  const times = events.map(({ at }) => at.epochMilliseconds);
  const [first, last] = [
    times.reduce((a, b) => Math.min(a, b), 0),
    times.reduce((a, b) => Math.max(a, b), 0),
  ];
  return {
    startAt: Temporal.Instant.fromEpochMilliseconds(first),
    endAt: Temporal.Instant.fromEpochMilliseconds(last + 1),
  };
}

/** A time, or the beginning of a local day. */
function moment(input: Case, name: string, timeZone = 'UTC'): Temporal.Instant {
  const given = text(input, name);
  try {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(given)) return Temporal.Instant.from(given);
    return Temporal.PlainDate.from(given).toZonedDateTime(timeZone).toInstant();
  } catch (cause) {
    throw new CaseError(`${name}: ${(cause as Error).message}`, { cause });
  }
}
