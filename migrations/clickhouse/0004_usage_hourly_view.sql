-- Fills the roll-ups with each insertion into usage_events; de-duplicated under the same token.
create materialized view if not exists usage_hourly_view to usage_hourly as
select
  subscription_id,
  toStartOfHour(toDateTime(timestamp, 'UTC')) as hour,
  event_type,
  environment,
  route_id,
  key_id,
  any(usage_events.organization_id) as organization_id,
  any(usage_events.provider_id) as provider_id,
  any(usage_events.product_id) as product_id,
  toInt64(count()) as calls,
  toInt64(countIf(status >= 400 and status < 500)) as client_errors,
  toInt64(countIf(status >= 500)) as server_errors,
  toInt64(countIf(usage_events.interrupted)) as interrupted_calls,
  sum(usage_events.units) as units,
  sum(usage_events.value) as value,
  sum(usage_events.overage_units) as overage_units,
  sum(ifNull(latency_ms, 0)) as latency_ms_sum,
  toInt64(count(latency_ms)) as latency_calls,
  toInt64(sum(ifNull(usage_events.request_bytes, 0))) as request_bytes,
  toInt64(sum(ifNull(usage_events.response_bytes, 0))) as response_bytes
from usage_events
group by subscription_id, hour, event_type, environment, route_id, key_id;
