-- Credit that is set aside for calls: a gateway node admits only against what its leases hold.

create table wallets_leases (
  id text primary key,
  wallet_id text not null references wallets_wallets (id),
  subscription_id text not null,
  node_id text not null,
  -- 1, 2, … within the subscription: counters of one lease say nothing about the next.
  epoch integer not null check (epoch >= 1),
  unit_price numeric(38, 12) not null check (unit_price > 0),
  -- All that it was ever granted, less what it gave back. What it may be used for follows from this alone.
  granted_minor bigint not null default 0 check (granted_minor >= 0),
  -- What invoices have charged for its units, and how many these were.
  settled_minor bigint not null default 0 check (settled_minor >= 0),
  settled_units numeric(38, 12) not null default 0,
  started_at timestamptz not null,
  -- From then on nothing is admitted against it; what was used by then is known.
  closed_at timestamptz,
  used_units numeric(38, 12),
  -- Nothing of it is held any more.
  released_at timestamptz,
  unique (subscription_id, epoch),
  constraint wallets_leases_covered check (settled_minor <= granted_minor),
  check ((closed_at is null) = (used_units is null)),
  check (released_at is null or closed_at is not null)
) with (fillfactor = 70);
create unique index wallets_leases_one_open on wallets_leases (subscription_id) where closed_at is null;
create index wallets_leases_by_wallet on wallets_leases (wallet_id) where released_at is null;
create index wallets_leases_held on wallets_leases (subscription_id) where released_at is null;

-- What was charged for units that were paid in advance, by billing period: all of the period's so far. Rounding is
-- cumulative over the periods of one unit price, so that what is charged never exceeds what was held.
create table wallets_settlements (
  subscription_id text not null,
  unit_price numeric(38, 12) not null,
  period_start_at timestamptz not null,
  units numeric(38, 12) not null,
  amount_minor bigint not null,
  primary key (subscription_id, unit_price, period_start_at)
);
