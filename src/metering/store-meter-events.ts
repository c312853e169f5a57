// The events that a meter looks at, as a sub-select for whatever is made of them.
import { type MeterDefinition, needsLocalTime } from '#rating';
import { localDays, zoneOffsets } from './local-time.ts';
import type { MeterQuestion, MeterWindow } from './meter-question.ts';
import { EventColumns, meterConditions, type Parameters, valueNumber, variantSql } from './meter-sql.ts';

/** Each window's own subscription, or the same events for all windows: those that fit these conditions. */
export type EventScope = 'subscriptions' | { readonly conditions: readonly string[] };

/** From where events matter to a window: what runs on may have begun before it. */
function readFrom(meter: MeterDefinition, window: MeterWindow): number {
  if (meter.aggregation === 'prorated_unique_count') return 0;
  if (meter.aggregation !== 'weighted_sum') return window.startAt.epochMilliseconds;
  return meter.carry_over === true ? 0 : (window.whole ?? window).startAt.epochMilliseconds;
}

const isLocal = ({ meter, variants }: MeterQuestion) =>
  variants.some(needsLocalTime) ||
  meter.aggregation === 'prorated_sum' ||
  meter.aggregation === 'prorated_unique_count';

const countsTexts = ({ aggregation }: MeterDefinition) =>
  aggregation === 'unique_count' || aggregation === 'prorated_unique_count';

/**
 * The events of the windows with what the aggregates need of them, in columns of the same names whatever the
 * meter. `groups` has the texts of the meter's `group_by` fields, '' for what is missing.
 */
export function eventsSql(
  question: MeterQuestion,
  windows: readonly MeterWindow[],
  p: Parameters,
  { scope, upTo }: { scope: EventScope; upTo: string },
): string {
  const { meter, variants } = question;
  const fields = new EventColumns(p);
  const reads = windows.map((window) => readFrom(meter, window));
  const value = countsTexts(meter)
    ? `${fields.text(meter.value ?? '')} as t`
    : `${valueNumber(meter, fields)} as v`;
  const removes =
    meter.aggregation === 'prorated_unique_count'
      ? `, ifNull(${fields.text(meter.operation ?? 'properties.operation')} = 'remove', 0) as removes`
      : '';
  const shifted = isLocal(question)
    ? `, at_ms + zone_offsets[arrayLastIndex(since -> since <= at_ms, zone_starts)] as local_ms,
        toInt64(floor(local_ms / 86400000)) as local_day`
    : '';
  const variant = variantSql(variants, fields);
  const groups = meter.group_by.map((field) => `ifNull(${fields.text(field)}, '')`);
  const grouped = scope === 'subscriptions' ? '' : `, [${groups.join(', ')}]::Array(String) as groups`;
  const where = meterConditions(meter, fields).concat('1').join(' and ');
  const ids = p.bind(
    'Array(String)',
    windows.map((window) => window.subscriptionId),
  );
  const own = scope === 'subscriptions' ? [`e.subscription_id in ${ids}`] : scope.conditions;
  const from = scope === 'subscriptions' ? 'inner' : 'cross';
  const on = scope === 'subscriptions' ? 'on e.subscription_id = w.subscription_id' : '';
  const last = Math.max(...windows.map((window) => window.endAt.epochMilliseconds));
  return `
    select w.window - 1 as window, w.from_ms as from_ms, w.to_ms as to_ms, w.first_day as first_day,
      w.last_day as last_day, e.id as id, e.source as source, e.connection as connection,
      toUnixTimestamp64Milli(e.timestamp) as at_ms${shifted},
      toUInt32(${variant}) as variant, ${value}${removes}${grouped}${fields.sql}
    from usage_events e
    ${from} join (${windowsSql(question, windows, reads, ids, p)}) w ${on}
    where ${own.join(' and ')}
      and e.timestamp >= fromUnixTimestamp64Milli(${p.bind('Int64', BigInt(Math.min(...reads)))}, 'UTC')
      and e.timestamp < fromUnixTimestamp64Milli(${p.bind('Int64', BigInt(last))}, 'UTC')
      and at_ms >= w.read_ms and at_ms < w.to_ms and e.environment = 'live' and e.batch <= ${upTo}
      and ${where}`;
}

/** The windows as rows, numbered from 1. */
function windowsSql(
  question: MeterQuestion,
  windows: readonly MeterWindow[],
  reads: readonly number[],
  ids: string,
  p: Parameters,
): string {
  const numbers = (list: readonly number[]) => p.bind('Array(Int64)', list.map(BigInt));
  const nested = (lists: (readonly number[])[]) =>
    p.bind(
      'Array(Array(Int64))',
      lists.map((list) => list.map(BigInt)),
    );
  const days = windows.map((window) => localDays(window.timeZone ?? 'UTC', window.startAt, window.endAt));
  const columns = [
    ['subscription_id', ids],
    ['window', `arrayEnumerate(${ids})`],
    ['read_ms', numbers(reads)],
    ['from_ms', numbers(windows.map((window) => window.startAt.epochMilliseconds))],
    ['to_ms', numbers(windows.map((window) => window.endAt.epochMilliseconds))],
    ['first_day', numbers(days.map((day) => day.firstDay))],
    ['last_day', numbers(days.map((day) => day.lastDay))],
  ];
  if (isLocal(question)) {
    const offsets = windows.map((window, index) => {
      const from = Temporal.Instant.fromEpochMilliseconds(reads[index]!);
      return zoneOffsets(window.timeZone ?? 'UTC', from, window.endAt);
    });
    columns.push(['zone_starts', nested(offsets.map((one) => one.startsMs))]);
    columns.push(['zone_offsets', nested(offsets.map((one) => one.offsetsMs))]);
  }
  return `
    select ${columns.map(([name], index) => `item.${index + 1} as ${name}`).join(', ')}
    from (select arrayJoin(arrayZip(${columns.map(([, list]) => list).join(', ')})) as item)`;
}
