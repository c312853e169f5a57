-- Entries and their postings. The database itself refuses an entry that does not balance per currency, that is
-- incomplete, or that anybody tries to edit or extend afterwards.

create table ledger_entries (
  id text primary key,
  -- The natural key of the fact that is booked: booking it twice is one entry.
  key text not null unique,
  payload_hash bytea not null,
  kind text not null,
  source_type text not null,
  source_id text not null,
  posting_count smallint not null check (posting_count >= 2),
  effective_at timestamptz not null,
  posted_at timestamptz not null
);
create index ledger_entries_by_source on ledger_entries (source_type, source_id);

-- That entry and account exist is checked by the trigger below for all rows of a statement at once instead of by
-- foreign keys row by row. Neither entries nor accounts are ever deleted.
create table ledger_postings (
  entry_id text not null,
  position smallint not null,
  account_id text not null,
  amount bigint not null check (amount <> 0),
  primary key (entry_id, position)
);
create index ledger_postings_by_account on ledger_postings (account_id, entry_id desc, position);

-- Checked once per statement over all the rows that it adds, because an invoice run books hundreds of entries at
-- a time: the postings of an entry come together, as many as it announces, and sum to zero in each currency.
-- Accounts and entries are looked up by sub-select, never joined: the planner knows nothing of the rows that are added,
-- and joined them by running through all of them for each account.
create function ledger_check_postings() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  broken text;
begin
  select p.entry_id into broken
  from (select entry_id, amount, (select currency from ledger_accounts a where a.id = n.account_id) as currency
        from added n) p
  group by p.entry_id, p.currency having p.currency is null or sum(p.amount) <> 0 limit 1;
  if found then
    raise exception 'ledger entry % does not balance in the currencies of its accounts', broken
      using errcode = 'check_violation';
  end if;
  select p.entry_id into broken
  from (select entry_id, count(*) as postings, min(position) as first, max(position) as last
        from added group by entry_id) p
  where p.first <> 1 or p.last <> p.postings
    or p.postings is distinct from (select posting_count from ledger_entries e where e.id = p.entry_id) limit 1;
  if found then
    raise exception 'ledger entry % is not posted as a whole', broken using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger ledger_postings_balance after insert on ledger_postings
  referencing new table as added for each statement execute function ledger_check_postings();

-- Deferred to the commit: an entry without its postings cannot be committed.
create function ledger_check_entry() returns trigger language plpgsql as $$
begin
  if not exists (select from ledger_postings where entry_id = new.id) then
    raise exception 'ledger entry % has no postings', new.id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger ledger_entries_complete after insert on ledger_entries
  deferrable initially deferred for each row execute function ledger_check_entry();

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed: book a new entry', tg_table_name
    using errcode = 'integrity_constraint_violation';
end $$;
create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
  for each statement execute function ledger_refuse_change();
create trigger ledger_postings_append_only before update or delete or truncate on ledger_postings
  for each statement execute function ledger_refuse_change();
create trigger ledger_accounts_append_only before update or delete or truncate on ledger_accounts
  for each statement execute function ledger_refuse_change();
