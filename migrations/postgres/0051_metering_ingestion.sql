-- What was reported but could not (yet) be counted: never dropped in silence, visible with its reason, replayable. And the
-- batches of asynchronous reports that wait for attribution.

create table metering_queued_reports (
  id bigint generated always as identity primary key,
  organization_id text not null,
  operator boolean not null,
  reports jsonb not null,
  received_at timestamptz not null
);

create table metering_held_events (
  id text primary key,
  list text not null check (list in ('rejected', 'unattributed')),
  -- Who reported it; null for what a gateway's own journal lost, which only the operator sees.
  organization_id text,
  connection text not null,
  source text not null,
  event_id text not null,
  reason text not null,
  detail text not null,
  report jsonb,
  received_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'replayed')),
  replayed_at timestamptz,
  unique (connection, source, event_id)
);
create index metering_held_events_listed on metering_held_events (list, organization_id, id) where state = 'waiting';
