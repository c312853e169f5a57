-- Hourly roll-ups for screens; invoices aggregate the events themselves. Counts are signed, because a repair adds the
-- difference between events and roll-up, whichever way it points.
create table if not exists usage_hourly (
  subscription_id String,
  hour DateTime('UTC'),
  event_type LowCardinality(String),
  environment Enum8('live' = 1, 'test' = 2),
  route_id LowCardinality(String),
  key_id String,
  organization_id String,
  provider_id LowCardinality(String),
  product_id LowCardinality(String),
  calls Int64,
  client_errors Int64,
  server_errors Int64,
  interrupted_calls Int64,
  units Decimal(38, 12),
  value Decimal(38, 12),
  overage_units Decimal(38, 12),
  latency_ms_sum Float64,
  latency_calls Int64,
  request_bytes Int64,
  response_bytes Int64
) engine = SummingMergeTree((
  calls, client_errors, server_errors, interrupted_calls, units, value, overage_units, latency_ms_sum, latency_calls,
  request_bytes, response_bytes
))
partition by toYYYYMM(hour)
order by (subscription_id, hour, event_type, environment, route_id, key_id)
settings non_replicated_deduplication_window = 1000;
