-- An invitation goes to somebody without an account. When they make one and have it erased, it has to be found: by a keyed
-- hash, because who a mail went to is not kept once it is sent.
alter table outbound_mails add column recipient_hash bytea;
create index outbound_mails_by_recipient on outbound_mails (recipient_hash);
