-- How sessions, people and organizations end, and what a person sees of their own sessions. A session's address is
-- sealed: it is shown to the person it belongs to and searched by its hash.
alter table identity_sessions add column address_sealed text;

alter table identity_users add column suspended_at timestamptz;
alter table identity_users add column erased_at timestamptz;

alter table identity_organizations add column suspended_at timestamptz;
alter table identity_organizations add column closed_at timestamptz;
