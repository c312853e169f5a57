-- How often a limit said no (or overage began), per key, route, policy and minute. Counted, not listed, so that a flood of
-- refusals takes one row a minute; kept for as long as the request log. Rows of the same minute are added up by merges,
-- and by every question until then.
create table if not exists usage_limit_hits (
  organization_id String,
  provider_id LowCardinality(String),
  product_id LowCardinality(String),
  subscription_id String,
  key_id String,
  route_id LowCardinality(String),
  environment Enum8('live' = 1, 'test' = 2),
  kind Enum8('concurrency' = 1, 'rate' = 2, 'quota' = 3, 'overage' = 4),
  policy LowCardinality(String),
  minute DateTime('UTC'),
  hits UInt64
) engine = SummingMergeTree(hits)
partition by toYYYYMMDD(minute)
order by (organization_id, minute, subscription_id, key_id, route_id, policy, kind, environment)
ttl minute + interval 30 day
settings non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;
