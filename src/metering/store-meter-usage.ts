// What a meter says of an owner's events over time: for screens, by the SQL that invoices are made with.
import type { Decimal, UsageDb } from '#kernel';
import { type MeterDefinition, roundQuotient } from '#rating';
import { activeDaysSql, aggregateSql, Parameters } from './meter-sql.ts';
import { eventsSql } from './store-meter-events.ts';
import { denominatorOf } from './store-meters.ts';
import type { UsageFilter } from './store-questions.ts';

export interface MeterUsage {
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
  /** The texts of the meter's `group_by` fields, '' for what is missing; empty when not divided. */
  readonly groups: readonly string[];
  readonly events: bigint;
  readonly withoutValue: bigint;
  readonly quantity: Decimal;
}

type Owner = Pick<UsageFilter, 'side' | 'organizationId' | 'subscriptionId' | 'productId'>;

/** One row for each span (they may not be more than a few hundred) and group that has events, in their order. */
export async function meterUsage(
  usageDb: UsageDb,
  meter: MeterDefinition,
  owner: Owner,
  spans: readonly { readonly startAt: Temporal.Instant; readonly endAt: Temporal.Instant }[],
  { grouped, limit, timeZone }: { grouped: boolean; limit: number; timeZone?: string | undefined },
): Promise<MeterUsage[]> {
  const p = new Parameters();
  const windows = spans.map((span) => ({ ...span, subscriptionId: '', timeZone }));
  const conditions = [
    `e.${owner.side === 'consumer' ? 'organization_id' : 'provider_id'} = ${p.bind('String', owner.organizationId)}`,
  ];
  if (owner.subscriptionId !== undefined)
    conditions.push(`e.subscription_id = ${p.bind('String', owner.subscriptionId)}`);
  if (owner.productId !== undefined) conditions.push(`e.product_id = ${p.bind('String', owner.productId)}`);
  const upTo = p.bind('UInt64', 2n ** 64n - 1n);
  const question = { meter, variants: [], eventTerms: [] };
  const events = eventsSql(question, windows, p, { scope: { conditions }, upTo });
  const by = grouped ? 'window, groups' : 'window';
  const groups = grouped ? 'groups' : '[]::Array(String) as groups';
  const counted = meter.aggregation === 'unique_count' ? 't' : 'v';
  const from =
    meter.aggregation === 'prorated_unique_count'
      ? `${activeDaysSql(grouped ? ['groups'] : [])} from (${events}) where t is not null
         group by window, variant, t, first_day, last_day${grouped ? ', groups' : ''}`
      : events;
  const counts =
    meter.aggregation === 'prorated_unique_count'
      ? 'toUInt64(sum(key_events)) as events, events as counted'
      : `count() as events, count(${counted}) as counted`;
  const rows = await usageDb.query<{
    window: number;
    groups: string[];
    events: bigint;
    counted: bigint;
    numerator: Decimal;
  }>(
    `select toUInt32(window) as window, ${groups}, ${counts}, ${aggregateSql(meter, p)} as numerator
     from (${from}) group by ${by} order by ${by} limit ${p.bind('UInt32', limit)}`,
    p.values,
  );
  return rows.map((row) => {
    const window = windows[row.window]!;
    return {
      startAt: window.startAt,
      endAt: window.endAt,
      groups: row.groups,
      events: row.events,
      withoutValue: row.events - row.counted,
      quantity: roundQuotient(row.numerator, denominatorOf(meter, window, row.counted), 12),
    };
  });
}
