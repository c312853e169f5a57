-- How people and machines prove who they are. No secret is stored: tokens as keyed hashes, the key that signs
-- access tokens encrypted with the root key.

create table identity_signing_keys (
  id text primary key,
  public_jwk jsonb not null,
  private_jwk_sealed text not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
-- Two nodes that start at once agree on one key: the second insert does nothing.
create unique index identity_signing_keys_current on identity_signing_keys ((true)) where retired_at is null;

-- A session is the family of its refresh tokens, or one browser cookie.
create table identity_sessions (
  id text primary key,
  user_id text not null references identity_users (id),
  kind text not null check (kind in ('token', 'cookie')),
  cookie_hash bytea unique,
  address_hash bytea not null,
  user_agent text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text,
  check ((kind = 'cookie') = (cookie_hash is not null))
);
create index identity_sessions_by_user on identity_sessions (user_id, address_hash);
create index identity_sessions_by_end on identity_sessions (expires_at);

-- Rotated tokens stay until their session is purged: only so is a second use of one recognised.
create table identity_refresh_tokens (
  token_hash bytea primary key,
  session_id text not null references identity_sessions (id) on delete cascade,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index identity_refresh_tokens_by_session on identity_refresh_tokens (session_id);

create table identity_service_tokens (
  id text primary key,
  organization_id text not null references identity_organizations (id),
  name text not null,
  prefix text not null,
  last_four text not null,
  token_hash bytea not null unique,
  permissions text[] not null,
  created_by text references identity_users (id),
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index identity_service_tokens_by_organization on identity_service_tokens (organization_id, id);

-- Attempt counters (GCRA: the moment at which the allowance is whole again), shared by all nodes.
create table identity_throttles (
  key bytea primary key,
  whole_at timestamptz not null
);
create index identity_throttles_by_end on identity_throttles (whole_at);
