// What meters mean, as plainly as it can be said. Tests hold the usage store's SQL against it.
import { type Decimal, decimal, round, ZERO } from '#kernel';
import {
  DEFAULT_PERCENTILE,
  type EventFilter,
  type MeterDefinition,
  PROPERTY_PREFIX,
  type UsageCondition,
} from '#rating';
import type { MeterWindow } from './meter-question.ts';

export interface NaiveEvent {
  readonly id: string;
  readonly atMs: number;
  readonly eventType: string;
  readonly value: string;
  readonly units: string;
  readonly status: number | null;
  readonly method: string;
  readonly route: string;
  readonly latencyMs: number | null;
  readonly properties: Readonly<Record<string, unknown>> | null;
}

export function textOf(event: NaiveEvent, field: string): string | null {
  if (field === 'status') return event.status === null ? null : String(event.status);
  if (field === 'status_class') return event.status === null ? null : `${Math.floor(event.status / 100)}xx`;
  if (field === 'method') return event.method || null;
  if (field === 'route') return event.route || null;
  if (field === 'key') return null;
  const value = event.properties?.[field.slice(PROPERTY_PREFIX.length)];
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function numberOf(text: string | null): Decimal | null {
  if (text === null || !/^-?\d{1,26}(\.\d{1,40})?([eE][-+]?\d{1,2})?$/.test(text)) return null;
  return round(decimal(text), 12, 'down');
}

export function amountOf(event: NaiveEvent, meter: MeterDefinition): Decimal | null {
  switch (meter.value) {
    case undefined:
      return decimal(1);
    case 'value':
      return decimal(event.value);
    case 'units':
      return decimal(event.units);
    case 'latency_ms':
      return event.latencyMs === null ? null : decimal(event.latencyMs.toFixed(3));
    default:
      return numberOf(textOf(event, meter.value));
  }
}

export function fits(event: NaiveEvent, filter: EventFilter): boolean {
  if ('and' in filter) return filter.and.every((one) => fits(event, one));
  if ('or' in filter) return filter.or.some((one) => fits(event, one));
  const text = textOf(event, filter.field);
  const equal = (value: string | number | boolean) =>
    typeof value === 'number'
      ? numberOf(text)?.eq(String(value)) === true
      : text !== null && text === String(value);
  switch (filter.operator) {
    case 'eq':
      return equal(filter.value);
    case 'neq':
      return !equal(filter.value);
    case 'in':
      return filter.value.some(equal);
    case 'not_in':
      return !filter.value.some(equal);
    case 'exists':
      return (text !== null) === filter.value;
    case 'prefix':
      return text?.startsWith(filter.value) === true;
    default:
      return numberOf(text)?.[filter.operator](String(filter.value)) === true;
  }
}

export function variantOf(event: NaiveEvent, variants: readonly UsageCondition[], timeZone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(event.atMs).toZonedDateTimeISO(timeZone);
  const clock = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const index = variants.findIndex(({ filter, weekdays, time }) => {
    if (filter && !fits(event, filter)) return false;
    if (weekdays && !weekdays.includes(local.dayOfWeek)) return false;
    if (!time) return true;
    return time.from < time.to
      ? time.from <= clock && clock < time.to
      : time.from <= clock || clock < time.to;
  });
  return index < 0 ? variants.length : index;
}

export function counts(event: NaiveEvent, meter: MeterDefinition): boolean {
  if (meter.event_type !== null && event.eventType !== meter.event_type) return false;
  const statusClass = textOf(event, 'status_class');
  if (meter.free_status_classes.some((free) => free === statusClass)) return false;
  return meter.filter === null || fits(event, meter.filter);
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
export const inOrder = (a: NaiveEvent, b: NaiveEvent) => a.atMs - b.atMs || compareText(a.id, b.id);
const sum = (values: readonly Decimal[]) => values.reduce((total, value) => total.plus(value), ZERO);
const ascending = (values: readonly Decimal[]) => values.toSorted((a, b) => a.cmp(b));

/** Numerator and denominator of what the meter says of these events, all that the subscription ever had. */
export function naiveReading(
  meter: MeterDefinition,
  events: readonly NaiveEvent[],
  window: MeterWindow,
): [Decimal, Decimal] {
  const one = decimal(1);
  const all = events.filter((event) => counts(event, meter)).toSorted(inOrder);
  const [from, to] = [window.startAt.epochMilliseconds, window.endAt.epochMilliseconds];
  const inside = all.filter(({ atMs }) => from <= atMs && atMs < to);
  const valued = (list: readonly NaiveEvent[]) =>
    list.flatMap((event) => {
      const value = amountOf(event, meter);
      return value === null ? [] : [{ event, value }];
    });
  const values = valued(inside).map(({ value }) => value);
  const whole = window.whole ?? window;
  switch (meter.aggregation) {
    case 'count':
    case 'sum':
      return [sum(values), one];
    case 'max':
      return [ascending(values).at(-1) ?? ZERO, one];
    case 'min':
      return [ascending(values)[0] ?? ZERO, one];
    case 'avg':
      return values.length === 0 ? [ZERO, one] : [sum(values), decimal(values.length)];
    case 'latest':
      return [values.at(-1) ?? ZERO, one];
    case 'unique_count': {
      const texts = inside.map((event) => textOf(event, meter.value!)).filter((text) => text !== null);
      return [decimal(new Set(texts).size), one];
    }
    case 'percentile': {
      const rank = decimal(String(meter.percentile ?? DEFAULT_PERCENTILE))
        .times(values.length)
        .div(100);
      return [ascending(values)[Number(round(rank, 0, 'ceil')) - 1] ?? ZERO, one];
    }
    case 'weighted_sum':
      return weightedSum(meter, valued(all), window, whole);
    case 'prorated_sum':
    case 'prorated_unique_count':
      return prorated(meter, valued(inside), all, window, whole);
  }
}

/** Millisecond by millisecond would be the definition; between two events nothing changes. */
function weightedSum(
  meter: MeterDefinition,
  all: readonly { event: NaiveEvent; value: Decimal }[],
  window: MeterWindow,
  whole: { startAt: Temporal.Instant; endAt: Temporal.Instant },
): [Decimal, Decimal] {
  const since = meter.carry_over === true ? 0 : whole.startAt.epochMilliseconds;
  const [from, to] = [window.startAt.epochMilliseconds, window.endAt.epochMilliseconds];
  let running = ZERO;
  let integral = ZERO;
  let at = from;
  for (const { event, value } of all) {
    if (event.atMs < since || event.atMs >= to) continue;
    if (event.atMs > at) {
      integral = integral.plus(running.times(event.atMs - at));
      at = event.atMs;
    }
    running = running.plus(value);
  }
  integral = integral.plus(running.times(to - at));
  return [integral, decimal(whole.endAt.epochMilliseconds - whole.startAt.epochMilliseconds)];
}

function prorated(
  meter: MeterDefinition,
  valued: readonly { event: NaiveEvent; value: Decimal }[],
  all: readonly NaiveEvent[],
  window: MeterWindow,
  whole: { startAt: Temporal.Instant; endAt: Temporal.Instant },
): [Decimal, Decimal] {
  const dayOf = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(ms)
      .toZonedDateTimeISO(window.timeZone ?? 'UTC')
      .toPlainDate();
  const last = (end: Temporal.Instant) => dayOf(end.epochMilliseconds - 1);
  const days = (from: Temporal.PlainDate, to: Temporal.PlainDate) =>
    from.until(to, { largestUnit: 'days' }).days + 1;
  const length = decimal(days(dayOf(whole.startAt.epochMilliseconds), last(whole.endAt)));
  const lastDay = last(window.endAt);
  if (meter.aggregation === 'prorated_sum') {
    return [sum(valued.map(({ event, value }) => value.times(days(dayOf(event.atMs), lastDay)))), length];
  }
  const active = new Set<string>();
  const byKey = Map.groupBy(all, (event) => textOf(event, meter.value!));
  for (const [key, own] of byKey) {
    if (key === null) continue;
    const ops = own.filter(({ atMs }) => atMs < window.endAt.epochMilliseconds);
    let present = false;
    let day = dayOf(window.startAt.epochMilliseconds);
    for (; Temporal.PlainDate.compare(day, lastDay) <= 0; day = day.add({ days: 1 })) {
      // Whatever was done before the first day has its effect on it.
      while (ops[0] && Temporal.PlainDate.compare(dayOf(ops[0].atMs), day) < 0) {
        present = textOf(ops.shift()!, meter.operation ?? 'properties.operation') !== 'remove';
      }
      if (present) active.add(`${key}|${day}`);
      while (ops[0] && Temporal.PlainDate.compare(dayOf(ops[0].atMs), day) === 0) {
        present = textOf(ops.shift()!, meter.operation ?? 'properties.operation') !== 'remove';
        if (present) active.add(`${key}|${day}`);
      }
    }
  }
  return [decimal(active.size), length];
}
