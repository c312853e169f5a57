-- How usage gets from the journals of nodes into the usage store exactly once: a batch is numbered and its range recorded
-- here before anything is inserted, so that whoever comes after a crash inserts the very same batch again.

create table metering_nodes (
  connection text primary key,
  kind text not null check (kind in ('gateway', 'api')),
  state text not null default 'alive' check (state in ('alive', 'closed', 'lost')),
  -- Everything admitted before this instant is in the usage store.
  complete_until timestamptz not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  lost_at timestamptz
);

-- One shipper per connection. The newest start takes over at once (journals lie on the node's own disk, so it is the same
-- node starting again); others wait for the expiry.
create table metering_shipper_leases (
  connection text primary key,
  start_number bigint not null,
  holder text not null,
  expires_at timestamptz not null
);

-- A counter row, not a sequence: its lock makes numbers commit in their order, so no lower number can appear later.
create table metering_batch_counter (
  singleton boolean primary key default true check (singleton),
  last_number bigint not null
);
insert into metering_batch_counter (last_number) values (0);

create table metering_batches (
  number bigint primary key,
  connection text not null,
  ranges jsonb not null,
  state text not null default 'open' check (state in ('open', 'done')),
  opened_at timestamptz not null,
  done_at timestamptz,
  events integer,
  duplicates integer,
  -- Events per month ('202611'), to verify after an unclean stop of the usage store.
  months jsonb
);
create unique index metering_batches_open on metering_batches (connection) where state = 'open';
create index metering_batches_done on metering_batches (connection, done_at) where state = 'done';

-- How far each writer's run of each journal is shipped, and from where to read back for the calls open there.
create table metering_runs (
  connection text not null,
  worker text not null,
  run bigint not null,
  segment_index integer not null,
  segment_offset bigint not null,
  replay_index integer not null,
  replay_offset bigint not null,
  mark_ms bigint not null,
  ended boolean not null default false,
  primary key (connection, worker, run)
);
