-- The life of an invoice after it was made: drafts wait for their grace, may be rated again, get a line of a person's own,
-- or are discarded; what is owed for an issued one may be credited, or written off.

alter table billing_invoices drop constraint billing_invoices_state_check,
  add constraint billing_invoices_state_check check (state in ('draft', 'issued', 'discarded')),
  -- When a draft is issued by itself; null: by a person only.
  add column finalize_at timestamptz,
  add constraint billing_invoices_finalize check (finalize_at is null or state = 'draft');
create index billing_invoices_to_finalize on billing_invoices (finalize_at) where finalize_at is not null;

alter table billing_invoice_lines drop constraint billing_invoice_lines_kind_check,
  add constraint billing_invoice_lines_kind_check
  check (kind in ('flat', 'fee', 'usage', 'overage', 'commitment', 'discount', 'credit', 'one_off'));
alter table billing_charges drop constraint billing_charges_kind_check, add constraint billing_charges_kind_check
  check (kind in ('flat', 'fee', 'usage', 'overage', 'commitment', 'discount', 'credit', 'one_off'));
create index billing_charges_by_invoice on billing_charges (invoice_id) where invoice_id is not null;

-- Only a draft changes. Its lines are exchanged as a whole, with its totals; those of any other invoice stay.
create or replace function billing_refuse_invoice_change() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' or tg_op = 'DELETE' then
    raise exception 'invoice % is kept as it is', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

drop trigger billing_invoice_lines_immutable on billing_invoice_lines;
create trigger billing_invoice_lines_immutable before update or truncate on billing_invoice_lines
  for each statement execute function billing_refuse_line_change();
create function billing_check_removed_lines() returns trigger language plpgsql as $$
begin
  if exists (select from removed r where not exists
      (select from billing_invoices i where i.id = r.invoice_id and i.state = 'draft')) then
    raise exception 'lines of invoices are not changed' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger billing_invoice_lines_removed after delete on billing_invoice_lines
  referencing old table as removed for each statement execute function billing_check_removed_lines();

-- total = paid + offset (by credit notes) + written off + what is open. `credited_minor` is all that credit notes gave back,
-- of which the offset is the part that nobody had paid. `unsettled_minor` is the provider's share that waits for the money.
alter table billing_receivables
  add column credited_minor bigint not null default 0,
  add column offset_minor bigint not null default 0,
  add column written_off_minor bigint not null default 0,
  add column unsettled_minor bigint not null default 0,
  -- When it was announced that the due date has passed.
  add column overdue_at timestamptz,
  drop constraint billing_receivables_paid,
  drop constraint billing_receivables_state_check;
update billing_receivables r set unsettled_minor = i.provider_share_minor
from billing_invoices i where i.id = r.invoice_id and r.state <> 'paid';
alter table billing_receivables
  add constraint billing_receivables_amounts check (paid_minor >= 0 and offset_minor >= 0 and written_off_minor >= 0
    and paid_minor + offset_minor + written_off_minor <= total_minor
    and offset_minor <= credited_minor and credited_minor <= total_minor and unsettled_minor >= 0),
  add constraint billing_receivables_state check (state = case
    when written_off_minor > 0 then 'uncollectible'
    when offset_minor = total_minor then 'void'
    when paid_minor + offset_minor = total_minor then 'paid'
    when paid_minor > 0 then 'partially_paid'
    else 'open' end),
  add constraint billing_receivables_written_off
    check (written_off_minor = 0 or paid_minor + offset_minor + written_off_minor = total_minor),
  add constraint billing_receivables_paid_at check ((state = 'paid') = (paid_at is not null)),
  add constraint billing_receivables_settled check (state not in ('paid', 'void') or unsettled_minor = 0);
drop index billing_receivables_open;
create index billing_receivables_open on billing_receivables (organization_id, due_at)
  where state in ('open', 'partially_paid');
create index billing_receivables_to_announce on billing_receivables (due_at)
  where overdue_at is null and state in ('open', 'partially_paid');
create index billing_receivables_overdue on billing_receivables (provider_id, due_at)
  where overdue_at is not null and state in ('open', 'partially_paid');

-- What was given up, and what of it was owed again later. Rows are only added.
create table billing_write_offs (
  invoice_id text not null references billing_invoices (id),
  sequence integer not null,
  -- Positive: written off. Negative: owed again, because money came after all or a credit note took its place.
  amount_minor bigint not null check (amount_minor <> 0),
  reason text not null,
  written_off_by text not null,
  at timestamptz not null,
  primary key (invoice_id, sequence)
);

alter table billing_provider_settings
  add column draft_grace_hours integer check (draft_grace_hours between 0 and 720),
  add column write_off_after_days integer check (write_off_after_days between 1 and 3650),
  add column past_due_after_days integer check (past_due_after_days between 0 and 3650),
  add column apply_credit boolean,
  add column left_over_credit text check (left_over_credit in ('credit', 'refund')),
  add column retry_after_days integer[] check (cardinality(retry_after_days) <= 10);

-- Every seller has a series of its own for credit notes.
alter table billing_number_series add column series text not null default 'invoice' check (series in ('invoice', 'credit_note')),
  drop constraint billing_number_series_pkey, add primary key (seller_id, series);
