-- What an ended subscription left in charges that waited for an invoice is given back by credit notes: such charges wait no
-- longer. The note is null where other credit notes had given back as much already.
alter table billing_charges add column given_back_at timestamptz,
  add column credit_note_id text references billing_credit_notes (id),
  add constraint billing_charges_given_back check (given_back_at is null or invoice_id is null),
  add constraint billing_charges_given_back_by check (credit_note_id is null or given_back_at is not null);
drop index billing_charges_carried;
create index billing_charges_carried on billing_charges (subscription_id)
  where invoice_id is null and given_back_at is null and amount_minor <> 0;
create index billing_charges_by_credit_note on billing_charges (credit_note_id) where credit_note_id is not null;
