-- What a subscription is billed by beyond its plan version: its currency, how many seats, terms of its own, and a change
-- that waits for the period's end.
--
-- A billing period is tiled by segments, each with one plan version, quantity and terms. The present segment stands on the
-- subscription's row; the ones before it that are still to be billed stand in subscriptions_segments.

alter table subscriptions_subscriptions
  add column currency text,
  add column quantity int not null default 1 check (quantity between 1 and 1000000),
  add column overrides jsonb,
  add column periods_elapsed int not null default 0 check (periods_elapsed >= 0),
  add column segment_start_at timestamptz,
  add column paused_at timestamptz,
  add column resumes_at timestamptz,
  add column scheduled jsonb;

update subscriptions_subscriptions s
set segment_start_at = s.current_period_start_at, periods_elapsed = s.period_index,
  currency = (select v.terms ->> 'currency' from catalog_plan_versions v where v.id = s.plan_version_id);

alter table subscriptions_subscriptions
  alter column currency set not null,
  alter column segment_start_at set not null,
  add check (currency ~ '^[A-Z]{3}$'),
  add check ((state = 'paused') = (paused_at is not null)),
  add check (resumes_at is null or paused_at is not null),
  add check (segment_start_at >= current_period_start_at);

create table subscriptions_segments (
  subscription_id text not null references subscriptions_subscriptions (id),
  start_at timestamptz not null,
  end_at timestamptz not null,
  kind text not null check (kind in ('trial', 'paid', 'paused')),
  plan_version_id text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  quantity int not null check (quantity between 1 and 1000000),
  overrides jsonb,
  periods_elapsed int not null,
  -- The billing period that the segment is part of, and the whole interval that shares of it are measured by.
  period_start_at timestamptz not null,
  period_end_at timestamptz not null,
  whole_start_at timestamptz not null,
  whole_end_at timestamptz not null,
  -- When its usage is to be billed: with the period, or at once when the period ended with the segment.
  due_at timestamptz not null,
  settled_at timestamptz,
  primary key (subscription_id, start_at),
  check (start_at < end_at),
  check (period_start_at <= start_at and end_at <= period_end_at)
);
create index subscriptions_segments_due on subscriptions_segments (due_at, subscription_id) where settled_at is null;
create index subscriptions_segments_open on subscriptions_segments (subscription_id) where settled_at is null;
