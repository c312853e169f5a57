-- What past periods would have cost by another plan version, compared with what they cost by their own.

create table billing_backtests (
  id text primary key,
  provider_id text not null,
  plan_id text not null,
  -- The candidate: a plan version, or terms that no version has yet.
  plan_version_id text,
  terms jsonb not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed')),
  -- The last subscription that was compared; what is left comes after it.
  after_id text not null default '',
  problem text,
  requested_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  check (from_at < to_at)
);
create index billing_backtests_by_provider on billing_backtests (provider_id, id desc);
create index billing_backtests_open on billing_backtests (created_at) where state in ('queued', 'running');

create table billing_backtest_rows (
  backtest_id text not null references billing_backtests (id),
  subscription_id text not null,
  organization_id text not null,
  currency text not null,
  periods int not null,
  old_minor bigint not null,
  -- Null when the candidate cannot price it; the reason says why.
  new_minor bigint,
  reason text,
  primary key (backtest_id, subscription_id),
  check ((new_minor is null) = (reason is not null))
);

-- The past of one plan's subscribers, subscription by subscription.
create index billing_closed_periods_by_version on billing_closed_periods (plan_version_id, subscription_id);
