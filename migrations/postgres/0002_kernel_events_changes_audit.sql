-- What every room relies on: facts announced with the transaction that makes them true, changes that gateways
-- follow, the audit chain, and answers of requests that may be repeated.

create table kernel_events (
  id bigint generated always as identity primary key,
  name text not null,
  organization_id text,
  at timestamptz not null,
  payload jsonb not null,
  fanned_out boolean not null default false
);
create index kernel_events_fresh on kernel_events (id) where not fanned_out;
create index kernel_events_by_organization on kernel_events (organization_id, id);

create table kernel_event_deliveries (
  event_id bigint not null references kernel_events (id) on delete cascade,
  subscriber text not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  done_at timestamptz,
  failed_at timestamptz,
  last_error text,
  primary key (event_id, subscriber)
);
create index kernel_event_deliveries_due on kernel_event_deliveries (event_id)
  where done_at is null and failed_at is null;

create table kernel_changes (
  sequence bigint generated always as identity,
  transaction xid8 not null default pg_current_xact_id(),
  topic text not null,
  object_id text not null,
  recorded_at timestamptz not null default now(),
  primary key (transaction, sequence)
);
create index kernel_changes_by_age on kernel_changes (recorded_at);

create table kernel_audit_heads (
  chain text primary key,
  position bigint not null default 0,
  hash bytea
);

create table kernel_audit_entries (
  chain text not null references kernel_audit_heads (chain),
  position bigint not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text,
  actor_name text not null,
  action text not null,
  object_id text not null,
  detail jsonb not null,
  previous_hash bytea,
  hash bytea not null,
  primary key (chain, position)
);
create index kernel_audit_entries_by_object on kernel_audit_entries (object_id, position);

create table kernel_idempotency_keys (
  scope text not null,
  key text not null,
  request_hash bytea not null,
  status integer not null default 0,
  answer jsonb,
  created_at timestamptz not null,
  primary key (scope, key)
);
create index kernel_idempotency_keys_by_age on kernel_idempotency_keys (created_at);
