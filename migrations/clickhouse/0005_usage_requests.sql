-- The request log: personal data (address, agent, path) and what went wrong, kept for 30 days and apart from the events,
-- which are kept for as long as invoices are. Partitioned by day, so that old ones are dropped whole.
create table if not exists usage_requests (
  organization_id String,
  provider_id LowCardinality(String),
  product_id LowCardinality(String),
  route_id LowCardinality(String),
  subscription_id String,
  key_id String,
  environment Enum8('live' = 1, 'test' = 2),
  id String,
  timestamp DateTime64(3, 'UTC'),
  method LowCardinality(String),
  path String,
  status Nullable(UInt16),
  latency_ms Nullable(Float64),
  upstream_latency_ms Nullable(Float64),
  request_bytes Nullable(UInt64),
  response_bytes Nullable(UInt64),
  interrupted Bool,
  ip String,
  user_agent String,
  error String,
  batch UInt64
) engine = MergeTree
partition by toYYYYMMDD(timestamp)
order by (organization_id, timestamp)
ttl toDateTime(timestamp) + interval 30 day
settings non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;
