-- What the built-in test processor was asked to give back; see connectors_test_charges.
create table connectors_test_refunds (
  refund_id text primary key,
  reference text not null unique,
  charge_reference text not null references connectors_test_charges (reference),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  state text not null check (state in ('pending', 'succeeded', 'failed')),
  failure_code text,
  asked integer not null default 1
);
create index connectors_test_refunds_by_charge on connectors_test_refunds (charge_reference);
