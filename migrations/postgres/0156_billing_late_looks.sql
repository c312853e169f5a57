-- Subscriptions that have ended: their usage may still come late and is looked for a few times more.
create table billing_late_looks (
  subscription_id text primary key,
  -- The consumer, whose own time decides.
  organization_id text not null,
  look_at timestamptz not null,
  every_seconds bigint not null check (every_seconds > 0),
  looks_left smallint not null check (looks_left > 0)
);
create index billing_late_looks_due on billing_late_looks (look_at);
