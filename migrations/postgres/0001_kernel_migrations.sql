-- What has been applied to both stores, so that a start applies each file once and notices one that was
-- changed afterwards. The usage store's migrations are recorded here too: it has no transactions of its own.
create table kernel_migrations (
  store text not null check (store in ('postgres', 'clickhouse')),
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default now(),
  primary key (store, name)
);
