-- Credit that consumers buy in advance: an invoice whose payment fills their wallet. And who wants that to happen by itself.

alter table billing_invoices drop constraint billing_invoices_cause_check, add constraint billing_invoices_cause_check
  check (cause in ('start', 'change', 'renewal', 'early', 'threshold', 'final', 'late', 'topup'));

create table billing_top_ups (
  invoice_id text primary key references billing_invoices (id),
  organization_id text not null,
  provider_id text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  automatic boolean not null,
  -- A failed one may still be paid later; then it is paid.
  state text not null check (state in ('open', 'paid', 'failed')),
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'open') = (ended_at is null))
) with (fillfactor = 80);
-- One at a time, whoever looks at the wallet meanwhile.
create unique index billing_top_ups_one_open on billing_top_ups (organization_id, provider_id, currency)
  where automatic and state = 'open';
create index billing_top_ups_by_organization on billing_top_ups (organization_id, invoice_id desc);
create index billing_top_ups_automatic on billing_top_ups (organization_id, provider_id, currency, created_at)
  where automatic;

create table billing_auto_top_ups (
  organization_id text not null,
  provider_id text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Once less than this is available, so much is bought.
  threshold_minor bigint not null check (threshold_minor >= 0),
  amount_minor bigint not null check (amount_minor > 0),
  -- In a calendar month (UTC); null: no end.
  monthly_maximum_minor bigint check (monthly_maximum_minor >= amount_minor),
  cool_off_minutes integer not null check (cool_off_minutes between 0 and 43200),
  -- null: the default method.
  payment_method_id text,
  suspended_reason text,
  last_started_at timestamptz,
  updated_at timestamptz not null,
  primary key (organization_id, provider_id, currency)
) with (fillfactor = 80);
