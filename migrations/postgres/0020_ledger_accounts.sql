-- Double entry: a closed chart of accounts, entries that balance, postings that are never edited.
-- Debit is positive, credit negative, everywhere.

-- The chart is closed: an account of a mistyped code cannot come into being. `credit_only` accounts are money
-- that we hold for somebody; a debit balance there would mean that we paid out what was never ours.
create table ledger_chart (
  code text primary key,
  class text not null check (class in ('asset', 'liability', 'revenue', 'expense')),
  credit_only boolean not null,
  title text not null
);
insert into ledger_chart (code, class, credit_only, title) values
  ('receivable', 'asset', false, 'Owed by consumers for issued invoices'),
  ('processor_clearing', 'asset', false, 'Held for us by payment processors'),
  ('bank', 'asset', false, 'Our bank account'),
  ('processor_fee', 'expense', false, 'Fees kept by payment processors'),
  ('platform_fee_revenue', 'revenue', false, 'Commission of the platform'),
  ('provider_unsettled', 'liability', false, 'Providers'' share of invoices that are not paid yet'),
  ('provider_payable', 'liability', false, 'Providers'' share of paid invoices'),
  ('payout_in_transit', 'liability', true, 'Payouts on their way to providers'),
  ('tax_payable', 'liability', false, 'Tax charged on invoices'),
  ('unapplied_credit', 'liability', true, 'Paid by consumers beyond what they owed'),
  ('prepaid_credit', 'liability', true, 'Prepaid by consumers and not used yet'),
  ('refund_in_transit', 'liability', true, 'Refunds on their way to consumers'),
  ('bad_debt', 'expense', false, 'Receivables written off');

-- counterparty_id is '' rather than null where there is none, so that look-ups are plain equality joins.
create table ledger_accounts (
  id text primary key,
  code text not null references ledger_chart (code),
  owner_id text not null,
  counterparty_id text not null default '',
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  unique (code, owner_id, counterparty_id, currency)
);
create index ledger_accounts_by_owner on ledger_accounts (owner_id, id);

-- The running balance of each account, moved in the transaction that posts. The only rows of the room that change.
-- Inserted together with their accounts, from the rows that the insert of the accounts returns.
create table ledger_balances (
  account_id text primary key,
  credit_only boolean not null,
  balance bigint not null,
  constraint ledger_balances_credit_only check (not credit_only or balance <= 0)
) with (fillfactor = 70);
