-- What invoices were made of: enough to make each again from the events and the plan versions, and a digest by which
-- anybody can tell that it is the same. A batch of invoices is one row here, because a row for each invoice cost a
-- tenth of the time of a billing run.

create table billing_input_batches (
  id text primary key,
  -- The plan versions that the inputs name, with what chose among their terms.
  plans jsonb not null,
  -- One line per invoice: its id, a tab, and its inputs as JSON. Text, because a digest is of bytes and jsonb keeps none.
  inputs text not null
);
create trigger billing_input_batches_immutable before update or delete or truncate on billing_input_batches
  for each statement execute function billing_refuse_line_change();

alter table billing_invoices
  add column inputs_batch text,
  -- sha-256 of the invoice's inputs.
  add column inputs_digest bytea check (length(inputs_digest) = 32);
