-- Log-in with accounts elsewhere. Who signed up through a provider has no password until they set one.
alter table identity_users alter column password_hash drop not null;

create table identity_login_providers (
  name text primary key,
  kind text not null check (kind in ('oidc', 'github')),
  label text not null,
  issuer text not null,
  client_id text not null,
  client_secret_sealed text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Who someone is at an issuer. Issuer and subject identify a person there; an e-mail address does not.
create table identity_linked_logins (
  id text primary key,
  user_id text not null references identity_users (id) on delete cascade,
  provider text not null,
  issuer text not null,
  subject text not null,
  label text,
  linked_at timestamptz not null,
  last_used_at timestamptz,
  unique (issuer, subject)
);
create index identity_linked_logins_by_user on identity_linked_logins (user_id, id);

-- A log-in that went out to a provider and has not come back. It belongs to the browser that holds its secret.
create table identity_login_flows (
  browser_hash bytea primary key,
  provider text not null,
  -- Set when a person who is signed in links an account, null when somebody logs in.
  user_id text references identity_users (id) on delete cascade,
  checks_sealed text not null,
  expires_at timestamptz not null
);
