-- One row per call or reported event, immutable. Plain MergeTree: events are de-duplicated before they get here, and the
-- window only recognises a batch that is inserted again. The index on batch serves replays ("up to batch N") and the
-- check of recent batches after an unclean stop.
create table if not exists usage_events (
  connection LowCardinality(String),
  source String,
  id String,
  event_type LowCardinality(String),
  organization_id String,
  provider_id LowCardinality(String),
  product_id LowCardinality(String),
  route_id LowCardinality(String),
  subscription_id String,
  plan_version_id LowCardinality(String),
  key_id String,
  environment Enum8('live' = 1, 'test' = 2),
  timestamp DateTime64(3, 'UTC'),
  units Decimal(38, 12),
  value Decimal(38, 12),
  overage_units Decimal(38, 12),
  overage Bool alias overage_units > 0,
  quota_period_start Nullable(DateTime64(3, 'UTC')),
  method LowCardinality(String),
  status Nullable(UInt16),
  latency_ms Nullable(Float64),
  upstream_latency_ms Nullable(Float64),
  request_bytes Nullable(UInt64),
  response_bytes Nullable(UInt64),
  interrupted Bool,
  properties String,
  batch UInt64,
  index batch_index batch type minmax granularity 4
) engine = MergeTree
partition by toYYYYMM(timestamp)
order by (subscription_id, timestamp)
settings non_replicated_deduplication_window = 1000;
