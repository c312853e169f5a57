-- Money in. An attempt is written before the processor is called and there is at most one open attempt per invoice:
-- a crash or a time-out between call and answer leaves a row that is asked about, never a second charge.

create table billing_payment_methods (
  id text primary key,
  organization_id text not null,
  processor text not null,
  token text not null,
  label text not null,
  is_default boolean not null,
  created_at timestamptz not null,
  removed_at timestamptz
);
create unique index billing_payment_methods_default on billing_payment_methods (organization_id)
  where is_default and removed_at is null;
create index billing_payment_methods_by_organization on billing_payment_methods (organization_id, id);

create table billing_payment_attempts (
  id text primary key,
  invoice_id text not null references billing_invoices (id),
  organization_id text not null,
  payment_method_id text not null references billing_payment_methods (id),
  processor text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  state text not null check (state in
    ('created', 'sent', 'requires_action', 'processing', 'succeeded', 'failed', 'unknown')),
  processor_reference text,
  action_url text,
  failure_code text,
  -- When the attempt is to be sent, or its outcome asked for. Null once it is final.
  check_at timestamptz,
  check_count integer not null default 0,
  automatic boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((state in ('succeeded', 'failed')) = (check_at is null))
) with (fillfactor = 80);
create unique index billing_payment_attempts_open on billing_payment_attempts (invoice_id)
  where state not in ('succeeded', 'failed');
create index billing_payment_attempts_due on billing_payment_attempts (check_at) where check_at is not null;
create index billing_payment_attempts_by_invoice on billing_payment_attempts (invoice_id, id);

create table billing_payments (
  id text primary key,
  -- The natural key of the money: what the processor or the bank calls it.
  source text not null,
  external_id text not null,
  organization_id text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  fee_minor bigint not null check (fee_minor between 0 and amount_minor),
  unapplied_minor bigint not null check (unapplied_minor between 0 and amount_minor),
  received_at timestamptz not null,
  recorded_at timestamptz not null,
  unique (source, external_id)
);
create index billing_payments_by_organization on billing_payments (organization_id, id desc);

create table billing_allocations (
  payment_id text not null references billing_payments (id),
  invoice_id text not null references billing_invoices (id),
  amount_minor bigint not null check (amount_minor > 0),
  primary key (payment_id, invoice_id)
);
create index billing_allocations_by_invoice on billing_allocations (invoice_id);

-- What the bank statement says, whether we could match it or not.
create table billing_bank_transactions (
  external_id text primary key,
  reference text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  booked_at timestamptz not null,
  outcome text not null check (outcome in ('matched', 'partial', 'overpaid', 'queued')),
  reason text,
  invoice_id text references billing_invoices (id),
  payment_id text references billing_payments (id),
  recorded_at timestamptz not null,
  check ((outcome = 'queued') = (payment_id is null)),
  check ((outcome = 'queued') = (reason is not null))
);
create index billing_bank_transactions_queued on billing_bank_transactions (booked_at, external_id)
  where outcome = 'queued';
