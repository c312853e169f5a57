import type { UsageDb } from '#kernel';
import type { UsageEventRow } from './store-questions.ts';

export interface ExportedEvent extends UsageEventRow {
  readonly subscription_id: string;
  readonly organization_id: string;
  readonly provider_id: string;
}

/**
 * A page of the events of a time, in the order in which the store keeps them (by subscription, then time): the next page
 * is found by its key and not by counting.
 */
export function exportPage(
  usageDb: UsageDb,
  span: { readonly fromAt: Temporal.Instant; readonly toAt: Temporal.Instant },
  page: { readonly limit: number; readonly after: ExportedEvent | null },
): Promise<ExportedEvent[]> {
  const { after } = page;
  return usageDb.query<ExportedEvent>(
    `select subscription_id, organization_id, provider_id, connection, source, id, event_type, product_id, route_id,
       key_id, plan_version_id, environment, timestamp, units, value, overage_units, quota_period_start, method, status,
       latency_ms, interrupted, properties, batch
     from usage_events
     where timestamp >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')
       and timestamp < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
       and subscription_id >= {afterSubscription:String}
       and (subscription_id, timestamp, id, source, connection) >
         ({afterSubscription:String}, fromUnixTimestamp64Milli({afterMs:Int64}, 'UTC'), {afterId:String},
          {afterSource:String}, {afterConnection:String})
     order by subscription_id, timestamp, id, source, connection limit {limit:UInt32}`,
    {
      start: BigInt(span.fromAt.epochMilliseconds),
      end: BigInt(span.toAt.epochMilliseconds),
      afterSubscription: after?.subscription_id ?? '',
      afterMs: BigInt(after?.timestamp.epochMilliseconds ?? 0),
      afterId: after?.id ?? '',
      afterSource: after?.source ?? '',
      afterConnection: after?.connection ?? '',
      limit: page.limit,
    },
  );
}
