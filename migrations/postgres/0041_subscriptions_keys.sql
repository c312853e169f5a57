-- API keys: only a keyed hash (HMAC-SHA-256, its key is not in the database) and what may be shown of the text.
-- Revoked and expired keys stay, because the gateway tells their holders what happened to them.

create table subscriptions_keys (
  id text primary key,
  subscription_id text not null references subscriptions_subscriptions,
  organization_id text not null,
  environment text not null check (environment in ('live', 'test')),
  name text not null,
  prefix text not null,
  last_four text not null,
  hash bytea not null unique check (length(hash) = 32),
  state text not null check (state in ('active', 'revoked')),
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null,
  check ((state = 'revoked') = (revoked_at is not null))
);
create unique index subscriptions_keys_active_name on subscriptions_keys (subscription_id, name) where state = 'active';
create index subscriptions_keys_by_organization on subscriptions_keys (organization_id, id);
