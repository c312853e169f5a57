-- Money that goes back: credit notes, the credit that consumers have, what it is used for, and refunds.

-- What a consumer has to its credit: paid beyond what it owed, or given back for what it had paid. The sum of what remains
-- is the control account `unapplied_credit`.
create table billing_credits (
  id text primary key,
  organization_id text not null,
  -- Whose invoice it came from; null for a transfer that was for none.
  provider_id text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  origin text not null check (origin in ('payment', 'credit_note')),
  origin_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  remaining_minor bigint not null check (remaining_minor between 0 and amount_minor),
  created_at timestamptz not null,
  unique (origin, origin_id)
) with (fillfactor = 80);
create index billing_credits_open on billing_credits (organization_id, currency, id) where remaining_minor > 0;
insert into billing_credits
select 'crd_' || p.id, p.organization_id, i.provider_id, p.currency, 'payment', p.id, p.unapplied_minor, p.unapplied_minor,
  p.recorded_at
from billing_payments p
left join billing_bank_transactions b on b.payment_id = p.id
left join billing_payment_attempts a on a.processor = p.source and a.processor_reference = p.external_id
left join billing_invoices i on i.id = coalesce(b.invoice_id, a.invoice_id)
where p.unapplied_minor > 0;

-- Credit that paid an invoice. Rows are only added.
create table billing_credit_uses (
  credit_id text not null references billing_credits (id),
  invoice_id text not null references billing_invoices (id),
  sequence integer not null,
  amount_minor bigint not null check (amount_minor > 0),
  at timestamptz not null,
  primary key (credit_id, invoice_id, sequence)
);
create index billing_credit_uses_by_invoice on billing_credit_uses (invoice_id);

create table billing_credit_notes (
  id text primary key,
  number text not null,
  invoice_id text not null references billing_invoices (id),
  provider_id text not null,
  organization_id text not null,
  currency text not null,
  reason text not null check (reason in
    ('duplicate', 'order_change', 'service_failure', 'goodwill', 'fraud', 'not_collectable', 'left_over', 'other')),
  note text,
  net_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null check (total_minor > 0),
  taxes jsonb not null,
  -- None where nothing but a last cent of tax was left.
  line_count integer not null check (line_count >= 0),
  fee_minor bigint not null,
  provider_share_minor bigint not null,
  -- What nobody had paid; the rest was paid and is the consumer's again: kept as credit, or refunded.
  offset_minor bigint not null,
  remainder text not null check (remainder in ('credit', 'refund')),
  issued_by text not null,
  issued_at timestamptz not null,
  unique (provider_id, number),
  constraint billing_credit_notes_add_up check (net_minor + tax_minor = total_minor),
  constraint billing_credit_notes_split check (fee_minor + provider_share_minor = net_minor),
  constraint billing_credit_notes_offset check (offset_minor between 0 and total_minor)
);
create index billing_credit_notes_by_invoice on billing_credit_notes (invoice_id, id);
create index billing_credit_notes_by_provider on billing_credit_notes (provider_id, id desc);
create index billing_credit_notes_by_organization on billing_credit_notes (organization_id, id desc);

create table billing_credit_note_lines (
  credit_note_id text not null,
  position integer not null,
  invoice_id text not null,
  -- Of the line of the invoice that is taken back.
  invoice_position integer not null,
  description text not null,
  amount_minor bigint not null check (amount_minor <> 0),
  primary key (credit_note_id, position),
  foreign key (invoice_id, invoice_position) references billing_invoice_lines (invoice_id, position)
);
create index billing_credit_note_lines_by_invoice on billing_credit_note_lines (invoice_id, invoice_position);

create trigger billing_credit_notes_immutable before update or delete or truncate on billing_credit_notes
  for each statement execute function billing_refuse_line_change();
create trigger billing_credit_note_lines_immutable before update or delete or truncate on billing_credit_note_lines
  for each statement execute function billing_refuse_line_change();

-- Of all lines that a statement adds: as many as their note says, adding up to its net, and no line of an invoice is ever
-- taken back by more than it asked for.
create function billing_check_credit_note_lines() returns trigger language plpgsql as $$
declare
  broken text;
begin
  select l.credit_note_id into broken
  from (select credit_note_id, count(*) as lines, sum(amount_minor) as net from added group by credit_note_id) l
  where l.lines is distinct from (select line_count from billing_credit_notes n where n.id = l.credit_note_id)
    or l.net is distinct from (select net_minor from billing_credit_notes n where n.id = l.credit_note_id) limit 1;
  if found then
    raise exception 'the lines of credit note % do not add up', broken using errcode = 'check_violation';
  end if;
  select l.invoice_id || ' ' || l.position into broken
  from (select distinct invoice_id, invoice_position from added) a
  join billing_invoice_lines l on l.invoice_id = a.invoice_id and l.position = a.invoice_position
  where (select sum(c.amount_minor) from billing_credit_note_lines c
    where c.invoice_id = l.invoice_id and c.invoice_position = l.position)
    not between least(l.amount_minor, 0) and greatest(l.amount_minor, 0) limit 1;
  if found then
    raise exception 'line % is credited by more than it is', broken using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger billing_credit_note_lines_add_up after insert on billing_credit_note_lines
  referencing new table as added for each statement execute function billing_check_credit_note_lines();

-- Money on its way back to where it came from. Written before the processor is called; the id is its idempotency key. One
-- that fails puts what it took back on the credit that it was taken from.
create table billing_refunds (
  id text primary key,
  credit_id text not null references billing_credits (id),
  -- Null when what is given back was paid by mistake.
  credit_note_id text references billing_credit_notes (id),
  payment_id text not null references billing_payments (id),
  organization_id text not null,
  provider_id text,
  -- The processor, or `bank`: then a person transfers it and says so.
  source text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  state text not null check (state in ('created', 'sent', 'pending', 'unknown', 'succeeded', 'failed')),
  processor_reference text,
  failure_code text,
  check_at timestamptz,
  check_count integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (state not in ('succeeded', 'failed') or check_at is null)
) with (fillfactor = 80);
create index billing_refunds_due on billing_refunds (check_at) where check_at is not null;
create index billing_refunds_by_payment on billing_refunds (payment_id);
create index billing_refunds_by_credit on billing_refunds (credit_id);
create index billing_refunds_by_organization on billing_refunds (organization_id, id desc);
create index billing_refunds_by_provider on billing_refunds (provider_id, id desc);
create index billing_refunds_by_credit_note on billing_refunds (credit_note_id) where credit_note_id is not null;
