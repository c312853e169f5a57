// Turns a meter's definition into SQL over a row of the usage store. Everything that a person wrote is bound as
// a parameter; the text of a statement is made of nothing but what stands here.
import { type Decimal, decimal, decimalText } from '#kernel';
import {
  DEFAULT_PERCENTILE,
  type EventCondition,
  type EventFilter,
  type MeterDefinition,
  PROPERTY_PREFIX,
  type UsageCondition,
} from '#rating';

/** The parameters of a statement, named in the order in which they are bound. */
export class Parameters {
  readonly values: Record<string, unknown> = {};
  #count = 0;

  bind(type: string, value: unknown): string {
    const name = `p${this.#count}`;
    this.#count += 1;
    this.values[name] = value;
    return `{${name}:${type}}`;
  }
}

const FIELD_TEXTS: Record<string, string> = {
  status: 'toString(status)',
  status_class: "concat(toString(intDiv(status, 100)), 'xx')",
  route: "nullIf(toString(route_id), '')",
  method: "nullIf(toString(method), '')",
  key: "nullIf(key_id, '')",
};

/**
 * What a statement reads of the fields of an event, each computed once however often it is asked about: a
 * property has to be found in its JSON.
 */
export class EventColumns {
  readonly parameters: Parameters;
  readonly #columns = new Map<string, { alias: string; sql: string }>();

  constructor(parameters: Parameters) {
    this.parameters = parameters;
  }

  /** Nullable(String): null where the event has no such field. */
  text(field: string): string {
    return this.#column(`text ${field}`, () => FIELD_TEXTS[field] ?? this.#property(field));
  }

  /** Nullable(Decimal(38, 12)) of the text: digits beyond the twelfth are cut, and what is no number is null. */
  number(field: string): string {
    const text = this.text(field);
    const number = "'^-?[0-9]{1,26}([.][0-9]{1,40})?([eE][-+]?[0-9]{1,2})?$'";
    return this.#column(
      `number ${field}`,
      () => `if(match(ifNull(${text}, ''), ${number}), toDecimal128OrNull(ifNull(${text}, ''), 12), null)`,
    );
  }

  /** For a select list, after its other columns. */
  get sql(): string {
    return [...this.#columns.values()].map(({ alias, sql }) => `, ${sql} as ${alias}`).join('');
  }

  #property(field: string): string {
    const name = this.parameters.bind('String', field.slice(PROPERTY_PREFIX.length));
    const type = `JSONType(properties, ${name})`;
    return `multiIf(${type} = 'Null', null, ${type} = 'String', JSONExtractString(properties, ${name}), JSONExtractRaw(properties, ${name}))`;
  }

  #column(name: string, sql: () => string): string {
    const known = this.#columns.get(name);
    if (known) return known.alias;
    const column = { sql: sql(), alias: `field_${this.#columns.size}` };
    this.#columns.set(name, column);
    return column.alias;
  }
}

const NUMBERS: Record<string, string> = {
  value: 'toNullable(value)',
  units: 'toNullable(units)',
  request_bytes: 'toDecimal128(request_bytes, 12)',
  response_bytes: 'toDecimal128(response_bytes, 12)',
  // Floating point in the store; a thousandth of a millisecond is more than clocks tell.
  latency_ms: 'toDecimal128(round(latency_ms, 3), 12)',
  upstream_latency_ms: 'toDecimal128(round(upstream_latency_ms, 3), 12)',
};

/** Nullable(Decimal(38, 12)): what is aggregated of an event. */
export function valueNumber(meter: MeterDefinition, columns: EventColumns): string {
  if (meter.value === undefined) return 'toNullable(toDecimal128(1, 12))';
  return NUMBERS[meter.value] ?? columns.number(meter.value);
}

/** Which events the meter counts. */
export function meterConditions(meter: MeterDefinition, columns: EventColumns): string[] {
  const { parameters } = columns;
  const where: string[] = [];
  if (meter.event_type !== null) where.push(`event_type = ${parameters.bind('String', meter.event_type)}`);
  if (meter.free_status_classes.length > 0) {
    const free = parameters.bind('Array(String)', meter.free_status_classes);
    where.push(`not has(${free}, ifNull(${columns.text('status_class')}, ''))`);
  }
  if (meter.filter !== null) where.push(filterSql(meter.filter, columns));
  return where;
}

/** UInt8, never null: what is missing fits nothing. */
function filterSql(filter: EventFilter, columns: EventColumns): string {
  if ('and' in filter) return `(${filter.and.map((one) => filterSql(one, columns)).join(' and ')})`;
  if ('or' in filter) return `(${filter.or.map((one) => filterSql(one, columns)).join(' or ')})`;
  return conditionSql(filter, columns);
}

const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function conditionSql(condition: EventCondition, columns: EventColumns): string {
  const { parameters } = columns;
  const { field } = condition;
  switch (condition.operator) {
    case 'eq':
      return equals(field, [condition.value], columns);
    case 'neq':
      return `not ${equals(field, [condition.value], columns)}`;
    case 'in':
      return equals(field, condition.value, columns);
    case 'not_in':
      return `not ${equals(field, condition.value, columns)}`;
    case 'exists':
      return `(${columns.text(field)} is ${condition.value ? 'not null' : 'null'})`;
    case 'prefix':
      return `ifNull(startsWith(${columns.text(field)}, ${parameters.bind('String', condition.value)}), 0)`;
    default: {
      const bound = decimalParameter(decimal(String(condition.value)), parameters);
      return `ifNull(${columns.number(field)} ${COMPARISONS[condition.operator]} ${bound}, 0)`;
    }
  }
}

/** Texts and truth values by their text, numbers by their value. */
function equals(
  field: string,
  values: readonly (string | number | boolean)[],
  columns: EventColumns,
): string {
  const { parameters } = columns;
  const numbers = values.filter((value) => typeof value === 'number');
  const texts = values.filter((value) => typeof value !== 'number').map(String);
  const parts: string[] = [];
  if (texts.length > 0)
    parts.push(`ifNull(has(${parameters.bind('Array(String)', texts)}, ${columns.text(field)}), 0)`);
  for (const number of numbers) {
    parts.push(
      `ifNull(${columns.number(field)} = ${decimalParameter(decimal(String(number)), parameters)}, 0)`,
    );
  }
  return `(${parts.join(' or ')})`;
}

function decimalParameter(value: Decimal, parameters: Parameters): string {
  return `toDecimal128(${parameters.bind('String', decimalText(value))}, 12)`;
}

const LOCAL_MS = 'local_ms';

/** Which variant an event belongs to: the number of the first that fits, or theirs for the rest. */
export function variantSql(variants: readonly UsageCondition[], columns: EventColumns): string {
  if (variants.length === 0) return '0';
  const branches = variants.flatMap((when, index) => [whenSql(when, columns), String(index)]);
  return `multiIf(${branches.join(', ')}, ${variants.length})`;
}

function whenSql(when: UsageCondition, columns: EventColumns): string {
  const { parameters } = columns;
  const parts: string[] = [];
  if (when.filter !== undefined) parts.push(filterSql(when.filter, columns));
  if (when.weekdays !== undefined) {
    const days = parameters.bind('Array(UInt8)', when.weekdays);
    // 1970-01-01 was a Thursday, the fourth day of its week.
    parts.push(`has(${days}, toUInt8(positiveModulo(floor(${LOCAL_MS} / 86400000) + 3, 7) + 1))`);
  }
  if (when.time !== undefined) {
    const [from, to] = [minuteOf(when.time.from), minuteOf(when.time.to)];
    const minute = `toUInt16(intDiv(positiveModulo(${LOCAL_MS}, 86400000), 60000))`;
    const after = `${minute} >= ${parameters.bind('UInt16', from)}`;
    const before = `${minute} < ${parameters.bind('UInt16', to)}`;
    parts.push(`(${after} ${from < to ? 'and' : 'or'} ${before})`);
  }
  return `(${parts.join(' and ')})`;
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

const exact = (number: string) => `toDecimal256(${number}, 12)`;
const total = (number: string) => `ifNull(sum(${number}), toDecimal256(0, 12))`;

/**
 * The aggregate over rows with `v` (the value) or `t` (the text), `at_ms`, `id`, `source` and `connection`, and the bounds of
 * their window: `from_ms`, `to_ms`, `last_day`. Sums have 76 digits, so that none is lost however many there
 * are. What is divided is divided by the caller.
 */
export function aggregateSql(meter: MeterDefinition, parameters: Parameters): string {
  switch (meter.aggregation) {
    case 'count':
      return exact('count()');
    case 'sum':
    case 'avg':
      return total(exact('v'));
    case 'max':
      return exact('ifNull(max(v), 0)');
    case 'min':
      return exact('ifNull(min(v), 0)');
    case 'latest':
      return exact('ifNull(argMaxIf(v, (at_ms, id, source, connection), v is not null), 0)');
    case 'unique_count':
      return exact('uniqExact(t)');
    case 'weighted_sum':
      return total(`${exact('v')} * (to_ms - greatest(at_ms, from_ms))`);
    case 'prorated_sum':
      return total(`${exact('v')} * (last_day - local_day + 1)`);
    case 'percentile': {
      const perMille = parameters.bind('UInt64', Math.round((meter.percentile ?? DEFAULT_PERCENTILE) * 10));
      return exact(
        `ifNull(arrayElement(arraySort(groupArray(v)), intDiv(count(v) * ${perMille} + 999, 1000)), 0)`,
      );
    }
    case 'prorated_unique_count':
      return exact('sum(days)');
  }
}

/**
 * The days on which one key was active, over the rows of it: from the day of its addition to that of its
 * removal, both counted, a day once however often it came and went.
 */
export function activeDaysSql(groups: readonly string[] = []): string {
  const ordered = 'arraySort(groupArray((at_ms, id, source, connection, local_day, removes)))';
  // An addition to what is there and a removal of what is not say nothing.
  const changes = `arrayFilter((now, before) -> now.6 != before, ordered, arrayPopBack(arrayPushFront(arrayMap(one -> one.6, ordered), 1)))`;
  return `
    with ${ordered} as ordered, ${changes} as changes,
      arrayMap(one -> one.5, arrayFilter(one -> one.6 = 0, changes)) as added,
      arrayMap(one -> one.5, arrayFilter(one -> one.6 = 1, changes)) as removed,
      arrayResize(removed, length(added), last_day) as ended,
      arrayPopBack(arrayPushFront(ended, toInt64(-1000000))) as ended_before
    select window, variant, last_day, first_day, ${groups.map((name) => `${name}, `).join('')}count() as key_events,
      toInt64(arraySum(arrayMap((start, end, before) ->
        greatest(0, least(end, last_day) - greatest(start, before + 1, first_day) + 1), added, ended, ended_before))) as days`;
}
