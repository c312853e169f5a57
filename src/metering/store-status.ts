import type { UsageDb } from '#kernel';

export interface DayOfAnswers {
  readonly day: Temporal.Instant;
  readonly calls: bigint;
  readonly server_errors: bigint;
  readonly latency_ms: number | null;
}

/** How live calls of a product were answered, by UTC day, from the roll-ups; days without any are missing. */
export function answersByDay(
  usageDb: UsageDb,
  productId: string,
  from: Temporal.Instant,
): Promise<DayOfAnswers[]> {
  return usageDb.query<DayOfAnswers>(
    `select toStartOfDay(toDateTime64(hour, 3, 'UTC')) as day, sum(usage_hourly.calls) as calls,
       sum(usage_hourly.server_errors) as server_errors,
       if(sum(latency_calls) = 0, null, sum(latency_ms_sum) / sum(latency_calls)) as latency_ms
     from usage_hourly
     where product_id = {product:String} and event_type = 'request' and environment = 'live'
       and hour >= toDateTime(fromUnixTimestamp64Milli({from:Int64}, 'UTC'), 'UTC')
     group by day order by day`,
    { product: productId, from: BigInt(from.epochMilliseconds) },
  );
}
