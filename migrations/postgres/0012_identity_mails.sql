-- What a person proves by reading their mail, and the mails themselves until they are taken over for delivery. Tokens
-- are keyed hashes; what a mail says (it carries the token) is sealed.

alter table identity_users add column email_verified_at timestamptz;
-- Until now nobody could prove an address. Who was here before is not locked out of what they did already.
update identity_users set email_verified_at = created_at;

create table identity_mail_tokens (
  token_hash bytea primary key,
  user_id text not null references identity_users (id) on delete cascade,
  purpose text not null check (purpose in ('password-reset', 'email-verification')),
  -- The address that the token proves: for a change of address the new one.
  email text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
-- A newer token ends the one before it: there is one of each purpose, or none.
create unique index identity_mail_tokens_latest on identity_mail_tokens (user_id, purpose);

create table identity_mails (
  id text primary key,
  user_id text references identity_users (id) on delete cascade,
  content_sealed text not null,
  created_at timestamptz not null
);
create index identity_mails_by_user on identity_mails (user_id);
