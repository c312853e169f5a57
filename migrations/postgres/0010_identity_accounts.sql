-- Accounts: people, the organizations they act for, and who belongs where with which role.
-- E-mail addresses are stored lower-cased, so that the unique constraint itself is case-insensitive.

create table identity_users (
  id text primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text not null,
  password_temporary boolean not null default false,
  operator boolean not null default false,
  created_at timestamptz not null
);

create table identity_organizations (
  id text primary key,
  slug text not null unique,
  external_id text unique,
  name text not null,
  provider_since_at timestamptz,
  billing_time_zone text not null,
  default_currency text not null,
  billing_email text,
  legal_name text,
  legal_address jsonb,
  legal_country text,
  tax_id text,
  created_at timestamptz not null,
  -- A provider's invoices name a seller: its legal identity cannot be missing.
  check (provider_since_at is null
    or (legal_name is not null and legal_address is not null and legal_country is not null))
);

create table identity_members (
  organization_id text not null references identity_organizations (id),
  user_id text not null references identity_users (id),
  role text not null check (role in ('owner', 'admin', 'billing', 'developer', 'viewer')),
  joined_at timestamptz not null,
  primary key (organization_id, user_id)
);
create index identity_members_by_user on identity_members (user_id, joined_at);

-- An invitation is accepted with its secret AND by the invited address; only the secret's hash is kept.
create table identity_invitations (
  id text primary key,
  organization_id text not null references identity_organizations (id),
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'admin', 'billing', 'developer', 'viewer')),
  token_hash bytea not null unique,
  invited_by text references identity_users (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
create unique index identity_invitations_open on identity_invitations (organization_id, email)
  where accepted_at is null and revoked_at is null;
