-- Mails on their way out. The id is made where the mail is asked for, so asking twice makes one. Who it goes to and
-- what it says (it may carry a secret link) stand sealed in one column, which is emptied once the mail is gone.
create table outbound_mails (
  id text primary key,
  kind text not null,
  user_id text,
  content_sealed text,
  state text not null check (state in ('queued', 'sent', 'dead')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  created_at timestamptz not null,
  finished_at timestamptz,
  check ((state = 'sent') = (content_sealed is null)),
  check ((state = 'queued') = (finished_at is null))
);
create index outbound_mails_due on outbound_mails (next_attempt_at) where state = 'queued';
create index outbound_mails_by_state on outbound_mails (state, id);
create index outbound_mails_by_user on outbound_mails (user_id);
