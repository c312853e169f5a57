-- What the continuous checks found: facts that must agree and do not. A finding stays, with the day on which it was mended.

create table billing_findings (
  check_name text not null,
  -- What it is about: an invoice, an account, a subscription …
  subject text not null,
  detail text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  resolved_at timestamptz,
  primary key (check_name, subject)
);
create index billing_findings_open on billing_findings (check_name, subject) where resolved_at is null;

-- How far each check has come. The row is held by whoever runs it.
create table billing_checks (
  check_name text primary key,
  -- The last subject that was looked at in this pass.
  reached text not null default '',
  -- Everything is to be looked at as fast as time allows: at night, and when the operator asks.
  thorough boolean not null default false,
  pass_began_at timestamptz,
  -- Of the last pass that came to its end, and how many subjects it looked at.
  pass_ended_at timestamptz,
  pass_examined bigint not null default 0,
  examined bigint not null default 0,
  -- Why the last run of it could not be made.
  trouble text
);
