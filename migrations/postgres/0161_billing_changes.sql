-- Changes of subscriptions: what a provider allows, what was quoted, and moves of many at once.

create table billing_change_policies (
  provider_id text primary key,
  credit_on_cancel boolean not null,
  credit_on_pause boolean not null,
  updated_at timestamptz not null
);

-- A quote stands for one plan: the subscription as it was (revision), what it was to become, and when. Accepting it
-- makes that plan again and compares.
create table billing_quotes (
  id text primary key,
  subscription_id text not null,
  -- Whose request it was: the consumer's, or the provider's.
  requested_by text not null,
  change jsonb not null,
  reason text,
  at timestamptz not null,
  expires_at timestamptz not null check (expires_at > at),
  revision integer not null,
  due_minor bigint not null check (due_minor >= 0),
  credit_minor bigint not null check (credit_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- What was shown.
  shown jsonb not null,
  accepted_at timestamptz,
  invoice_id text,
  -- When it was told what an end left of what was paid: only once all that was used is billed is that known.
  credit_told_at timestamptz,
  created_at timestamptz not null
);
create index billing_quotes_credit on billing_quotes (id)
  where accepted_at is not null and credit_told_at is null and credit_minor > 0 and change ->> 'kind' = 'cancel';
create index billing_quotes_by_subscription on billing_quotes (subscription_id, id);
create index billing_quotes_old on billing_quotes (expires_at) where accepted_at is null;

create table billing_moves (
  id text primary key,
  provider_id text not null,
  plan_id text not null,
  to_version_id text not null,
  from_version_ids text[] not null,
  timing text not null check (timing in ('now', 'period_end')),
  reason text not null,
  state text not null check (state in ('queued', 'running', 'done', 'canceled')),
  requested_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index billing_moves_by_provider on billing_moves (provider_id, id);
create index billing_moves_open on billing_moves (id) where state in ('queued', 'running');

-- Each subscription of a move once. A null outcome is still to do.
create table billing_move_items (
  move_id text not null references billing_moves (id),
  subscription_id text not null,
  outcome text check (outcome in ('moved', 'scheduled', 'unchanged', 'failed', 'skipped')),
  reason text,
  invoice_id text,
  done_at timestamptz,
  primary key (move_id, subscription_id)
);
create index billing_move_items_open on billing_move_items (move_id, subscription_id) where outcome is null;
