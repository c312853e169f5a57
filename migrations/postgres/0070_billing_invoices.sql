-- Charges, the invoices made of them, and what keeps both exactly-once: every row has a natural key, so that a
-- period that is closed twice, by two workers or again after a crash, is billed once.

create table billing_provider_settings (
  provider_id text primary key,
  -- null: the installation's default.
  commission_basis_points integer check (commission_basis_points between 0 and 10000),
  grace_minutes integer check (grace_minutes between 0 and 20160),
  payment_terms_days integer check (payment_terms_days between 0 and 365),
  updated_at timestamptz not null
);

-- A worker holds this row while it bills the subscription. One that cannot be billed is set aside with its reason.
create table billing_subscription_fences (
  subscription_id text primary key,
  set_aside_at timestamptz,
  set_aside_reason text,
  set_aside_count integer not null default 0
) with (fillfactor = 80);
create index billing_subscription_fences_set_aside on billing_subscription_fences (set_aside_at, subscription_id)
  where set_aside_at is not null;

-- Gapless numbers: the row is locked until the invoices that took numbers from it are committed.
create table billing_number_series (
  seller_id text primary key,
  prefix text not null,
  last_number bigint not null
) with (fillfactor = 50);

create sequence billing_payment_references;

create table billing_runs (
  id text primary key,
  -- Whose consumers are billed; null: everybody's.
  provider_id text,
  requested_by text not null,
  close_current_period boolean not null,
  leave_draft boolean not null,
  at timestamptz not null,
  state text not null check (state in ('queued', 'running', 'done')),
  created_at timestamptz not null,
  finished_at timestamptz
);
create index billing_runs_open on billing_runs (created_at) where state <> 'done';

-- What a run has to do, and what became of it. A null outcome is still to do.
create table billing_run_items (
  run_id text not null references billing_runs (id),
  subscription_id text not null,
  outcome text check (outcome in ('invoiced', 'nothing_to_bill', 'not_due', 'waiting', 'set_aside', 'unknown')),
  invoice_id text,
  reason text,
  primary key (run_id, subscription_id)
);
create index billing_run_items_open on billing_run_items (run_id, subscription_id) where outcome is null;

create table billing_invoices (
  id text primary key,
  state text not null check (state in ('draft', 'issued')),
  number text,
  cause text not null check (cause in ('start', 'renewal', 'early', 'late')),
  subscription_id text not null,
  period_start_at timestamptz not null,
  period_end_at timestamptz not null,
  sequence integer not null check (sequence >= 1),
  provider_id text not null,
  organization_id text not null,
  product_id text not null,
  product_name text not null,
  time_zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null check (total_minor > 0),
  taxes jsonb not null,
  line_count integer not null check (line_count >= 1),
  -- The platform's commission as it was agreed when the invoice was made.
  fee_basis_points integer not null,
  fee_minor bigint not null,
  provider_share_minor bigint not null,
  seller jsonb not null,
  buyer jsonb not null,
  payment_reference text not null unique,
  created_at timestamptz not null,
  issued_at timestamptz,
  due_at timestamptz,
  run_id text,
  unique (subscription_id, period_start_at, cause, sequence),
  unique (provider_id, number),
  constraint billing_invoices_add_up check (net_minor + tax_minor = total_minor),
  constraint billing_invoices_split check (fee_minor + provider_share_minor = net_minor),
  constraint billing_invoices_issue check ((state = 'issued') = (number is not null)
    and (state = 'issued') = (issued_at is not null) and (state = 'issued') = (due_at is not null))
);
create index billing_invoices_by_organization on billing_invoices (organization_id, id desc);
create index billing_invoices_by_provider on billing_invoices (provider_id, id desc);
create index billing_invoices_by_run on billing_invoices (run_id, id) where run_id is not null;

-- That the invoice exists is checked by the trigger below for all lines of a statement at once (see ledger_postings).
create table billing_invoice_lines (
  invoice_id text not null,
  position integer not null,
  kind text not null check (kind in ('flat', 'usage', 'overage')),
  item_key text not null,
  sequence integer not null,
  description text not null,
  quantity numeric(38, 12) not null,
  unit text not null,
  amount_minor bigint not null,
  period_start_at timestamptz not null,
  period_end_at timestamptz not null,
  plan_version_id text not null,
  -- The last batch of usage that the line includes; null for lines without usage.
  highest_batch numeric(20),
  explanation jsonb not null,
  primary key (invoice_id, position)
);

-- A charge is the result of rating one item for one period. Its sum over the sequence is what was billed so far.
create table billing_charges (
  subscription_id text not null,
  period_start_at timestamptz not null,
  kind text not null check (kind in ('flat', 'usage', 'overage')),
  item_key text not null,
  sequence integer not null check (sequence >= 1),
  period_end_at timestamptz not null,
  plan_version_id text not null,
  currency text not null,
  -- All of the period's usage that this charge saw, not the difference to the charge before it.
  quantity numeric(38, 12) not null,
  amount_minor bigint not null,
  highest_batch numeric(20),
  invoice_id text,
  -- Description and explanation of a charge that waits for an invoice; those of the others stand on their line.
  carried_text jsonb,
  created_at timestamptz not null,
  primary key (subscription_id, period_start_at, kind, item_key, sequence)
);
-- Charges that could not be invoiced yet because their invoice would not have been positive.
create index billing_charges_carried on billing_charges (subscription_id)
  where invoice_id is null and amount_minor <> 0;

-- Periods whose real close has happened, with the terms that late usage is rated by.
create table billing_closed_periods (
  subscription_id text not null,
  period_start_at timestamptz not null,
  period_end_at timestamptz not null,
  plan_version_id text not null,
  waiver text check (waiver in ('trial')),
  highest_batch numeric(20) not null,
  invoice_id text,
  closed_at timestamptz not null,
  primary key (subscription_id, period_start_at)
);

-- What is still owed for an invoice. Apart from the invoice, which never changes; copied from its row when it is issued.
create table billing_receivables (
  invoice_id text primary key,
  organization_id text not null,
  provider_id text not null,
  currency text not null,
  total_minor bigint not null,
  paid_minor bigint not null default 0,
  state text not null default 'open' check (state in ('open', 'partially_paid', 'paid')),
  due_at timestamptz not null,
  paid_at timestamptz,
  constraint billing_receivables_paid check (paid_minor between 0 and total_minor
    and (state = 'paid') = (paid_minor = total_minor) and (state = 'paid') = (paid_at is not null)
    and (state = 'open') = (paid_minor = 0))
) with (fillfactor = 80);
create index billing_receivables_open on billing_receivables (organization_id, due_at) where state <> 'paid';

-- An issued invoice is a document: nobody edits it, and its lines are as many as it says and add up to its net.
-- No invoice is deleted, drafts included: charges point to it.
create function billing_refuse_invoice_change() returns trigger language plpgsql as $$
begin
  if old.state = 'issued' or tg_op = 'DELETE' then
    raise exception 'invoice % is kept as it is', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger billing_invoices_immutable before update or delete on billing_invoices
  for each row execute function billing_refuse_invoice_change();

create function billing_refuse_line_change() returns trigger language plpgsql as $$
begin
  raise exception 'lines of invoices are not changed' using errcode = 'integrity_constraint_violation';
end $$;
create trigger billing_invoice_lines_immutable before update or delete or truncate on billing_invoice_lines
  for each statement execute function billing_refuse_line_change();
create trigger billing_invoices_kept before truncate on billing_invoices
  for each statement execute function billing_refuse_line_change();
create trigger billing_charges_append_only before delete or truncate on billing_charges
  for each statement execute function billing_refuse_line_change();

-- Once per statement over all the lines that it adds; see ledger_check_postings for why nothing is joined.
create function billing_check_lines() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  broken text;
begin
  select l.invoice_id into broken
  from (select invoice_id, count(*) as lines, sum(amount_minor) as net, min(position) as first, max(position) as last
        from added group by invoice_id) l
  where l.first <> 1 or l.last <> l.lines
    or l.lines is distinct from (select line_count from billing_invoices i where i.id = l.invoice_id)
    or l.net is distinct from (select net_minor from billing_invoices i where i.id = l.invoice_id) limit 1;
  if found then
    raise exception 'the lines of invoice % do not add up', broken using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger billing_invoice_lines_add_up after insert on billing_invoice_lines
  referencing new table as added for each statement execute function billing_check_lines();
