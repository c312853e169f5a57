// One call of the request log, with what it was counted as.
import type { Decimal, UsageDb } from '#kernel';
import type { RequestRow } from './store-questions.ts';

export type CountedRequest = RequestRow & {
  readonly provider_id: string;
  /** Null while the event has not come as far as the log. */
  readonly units: Decimal | null;
  readonly overage_units: Decimal | null;
  readonly plan_version_id: string | null;
};

/** Null where neither its consumer nor its provider is the organization. */
export async function findRequest(
  usageDb: UsageDb,
  organizationId: string,
  requestId: string,
): Promise<CountedRequest | null> {
  const [request] = await usageDb.query<RequestRow & { provider_id: string }>(
    `select id, organization_id, provider_id, product_id, route_id, subscription_id, key_id, environment, timestamp, method,
       path, status, latency_ms, upstream_latency_ms, request_bytes, response_bytes, interrupted, ip, user_agent, error
     from usage_requests
     where id = {id:String}
       and (organization_id = {organization:String} or provider_id = {organization:String})
     order by timestamp desc limit 1`,
    { id: requestId, organization: organizationId },
  );
  if (!request) return null;
  // The events are sorted by subscription and time: a few rows are read.
  const [event] = await usageDb.query<{ units: Decimal; overage_units: Decimal; plan_version_id: string }>(
    `select units, overage_units, plan_version_id from usage_events
     where subscription_id = {subscription:String} and timestamp = fromUnixTimestamp64Milli({at:Int64}, 'UTC')
       and id = {id:String} and event_type = 'request' limit 1`,
    {
      subscription: request.subscription_id,
      at: BigInt(request.timestamp.epochMilliseconds),
      id: requestId,
    },
  );
  return {
    ...request,
    units: event?.units ?? null,
    overage_units: event?.overage_units ?? null,
    plan_version_id: event?.plan_version_id ?? null,
  };
}
