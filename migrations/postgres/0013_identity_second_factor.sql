-- One-time codes as a second factor. The shared secret is sealed; recovery codes are keyed hashes and are deleted when
-- they are used. `last_step` is the last time step whose code was taken: no code opens the account twice.
create table identity_second_factors (
  user_id text primary key references identity_users (id) on delete cascade,
  secret_sealed text not null,
  enabled_at timestamptz,
  last_step bigint not null default 0,
  created_at timestamptz not null
);

create table identity_recovery_codes (
  code_hash bytea primary key,
  user_id text not null references identity_users (id) on delete cascade
);
create index identity_recovery_codes_by_user on identity_recovery_codes (user_id);

-- The first step of a log-in was right; the second one is awaited, for minutes and a few tries.
create table identity_login_challenges (
  token_hash bytea primary key,
  user_id text not null references identity_users (id) on delete cascade,
  attempts int not null default 0,
  expires_at timestamptz not null
);
create index identity_login_challenges_by_user on identity_login_challenges (user_id);
