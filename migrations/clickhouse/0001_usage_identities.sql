-- Which events were seen, and by which batch first. Ordered by hash with small granules, because it is only ever asked
-- for single hashes; the leading 16 bits are those of the connection, so one connection's identities lie together.
create table if not exists usage_identities (
  hash UInt128,
  batch UInt64
) engine = MergeTree order by hash
settings index_granularity = 512, non_replicated_deduplication_window = 1000;
