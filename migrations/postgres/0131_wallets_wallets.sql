-- Credit of a consumer with a provider: grants that may be used, what moved in and out of them, and the balance.

create table wallets_wallets (
  id text primary key,
  organization_id text not null,
  provider_id text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- The sum of what grants of each kind have left; moved in the transaction that moves the grants.
  paid_minor bigint not null default 0 check (paid_minor >= 0),
  promotional_minor bigint not null default 0 check (promotional_minor >= 0),
  -- Set aside for calls: the sum of what leases were granted and have not settled.
  held_minor bigint not null default 0 check (held_minor >= 0),
  -- Movements so far; numbers them without a gap.
  movement_count bigint not null default 0,
  -- What the balance was when it last rose, and which share of that was told to be used: 0, 80 or 100.
  level_base_minor bigint not null default 0,
  told_percent integer not null default 0,
  created_at timestamptz not null,
  unique (organization_id, provider_id, currency),
  -- A call is only admitted against money that is there.
  constraint wallets_wallets_covered check (held_minor <= paid_minor + promotional_minor)
) with (fillfactor = 70);
create index wallets_wallets_by_provider on wallets_wallets (provider_id, id);

create table wallets_grants (
  id text primary key,
  wallet_id text not null references wallets_wallets (id),
  kind text not null check (kind in ('promotional', 'paid')),
  amount_minor bigint not null check (amount_minor > 0),
  remaining_minor bigint not null,
  priority integer not null check (priority between 0 and 1000),
  expires_at timestamptz,
  -- What is left at the end goes on in a new grant: so much at most, and until then.
  rollover_maximum_minor bigint check (rollover_maximum_minor > 0),
  rollover_expires_at timestamptz,
  source text not null check (source in ('top_up', 'gift', 'plan', 'rollover')),
  source_id text not null,
  reason text not null,
  -- The natural key of the fact that made it.
  key text not null unique,
  movement_count integer not null default 0,
  created_at timestamptz not null,
  constraint wallets_grants_remaining check (remaining_minor between 0 and amount_minor),
  constraint wallets_grants_rollover check ((rollover_maximum_minor is null) = (rollover_expires_at is null)
    and (rollover_maximum_minor is null or expires_at is not null))
) with (fillfactor = 80);
create index wallets_grants_open on wallets_grants (wallet_id, id) where remaining_minor > 0;
create index wallets_grants_by_wallet on wallets_grants (wallet_id, id desc);
create index wallets_grants_expiring on wallets_grants (expires_at) where remaining_minor > 0;
create index wallets_grants_by_source on wallets_grants (source, source_id);

create table wallets_movements (
  id text primary key,
  wallet_id text not null references wallets_wallets (id),
  number bigint not null,
  grant_id text not null references wallets_grants (id),
  kind text not null check (kind in ('granted', 'settled', 'discounted', 'expired', 'rolled_over', 'revoked', 'taken_back')),
  -- Into the wallet positive, out of it negative.
  amount_minor bigint not null check (amount_minor <> 0),
  -- Of the wallet after this movement.
  balance_minor bigint not null check (balance_minor >= 0),
  -- The natural key of the fact: it moves a grant once.
  key text not null,
  invoice_id text,
  at timestamptz not null,
  unique (wallet_id, number),
  unique (key, grant_id)
);
create index wallets_movements_by_grant on wallets_movements (grant_id);

create function wallets_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'movements of credit are never changed' using errcode = 'integrity_constraint_violation';
end $$;
create trigger wallets_movements_append_only before update or delete or truncate on wallets_movements
  for each statement execute function wallets_refuse_change();

create table wallets_settings (
  provider_id text primary key,
  -- Paid credit lapses so many days after it was paid; null: never.
  paid_expires_days integer check (paid_expires_days between 1 and 3660),
  updated_at timestamptz not null
);
