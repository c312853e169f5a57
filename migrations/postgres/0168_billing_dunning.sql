-- What follows when an invoice is not paid: a charge that was declined for now is tried again, and in the end the
-- subscription gets no more calls through.

alter table billing_payment_attempts
  -- When the next automatic attempt is to be made; null: none, or it has been made.
  add column retry_at timestamptz,
  add check (retry_at is null or state = 'failed');
create index billing_payment_attempts_to_retry on billing_payment_attempts (retry_at) where retry_at is not null;

alter table billing_receivables
  -- When its subscriptions were held back for it.
  add column past_due_at timestamptz;
create index billing_receivables_past_due on billing_receivables (organization_id) where past_due_at is not null;

-- Transfers that no invoice fits, decided on by a person: for an invoice, a consumer's credit, or not ours.
alter table billing_bank_transactions drop constraint billing_bank_transactions_outcome_check,
  drop constraint billing_bank_transactions_check, drop constraint billing_bank_transactions_check1,
  add constraint billing_bank_transactions_outcome check (outcome in
    ('matched', 'partial', 'overpaid', 'queued', 'assigned', 'credited', 'ignored')),
  add constraint billing_bank_transactions_booked check ((outcome in ('queued', 'ignored')) = (payment_id is null)),
  add constraint billing_bank_transactions_reason check (outcome not in ('queued', 'ignored') or reason is not null),
  add column decided_by text,
  add column decided_at timestamptz,
  add constraint billing_bank_transactions_decided
    check ((outcome in ('assigned', 'credited', 'ignored')) = (decided_at is not null));
