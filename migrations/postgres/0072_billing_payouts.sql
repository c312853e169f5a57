-- Money out: what providers have earned, paid to them by a run that can be repeated without paying twice.

create table billing_payout_accounts (
  provider_id text primary key,
  holder_name text not null,
  iban text not null,
  updated_at timestamptz not null
);

create table billing_payout_runs (
  key text primary key,
  requested_by text not null,
  created_at timestamptz not null
);

create table billing_payouts (
  id text primary key,
  run_key text not null references billing_payout_runs (key),
  provider_id text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('in_transit', 'paid', 'failed', 'returned')),
  holder_name text not null,
  iban text not null,
  reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, currency, run_key)
);
create index billing_payouts_by_provider on billing_payouts (provider_id, id desc);
create index billing_payouts_by_run on billing_payouts (run_key, id);
