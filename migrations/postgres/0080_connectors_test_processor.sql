-- The memory of the built-in test processor. It stands for a company on the other side of a network: it keeps what
-- it was asked to charge in transactions of its own, so that a kill of ours does not make it forget.

create table connectors_test_charges (
  attempt_id text primary key,
  reference text not null unique,
  token text not null,
  amount_minor bigint not null,
  currency text not null,
  fee_minor bigint not null,
  state text not null check (state in ('requires_action', 'succeeded', 'failed')),
  failure_code text,
  -- How often we were asked to charge; more than once shows a retry that the processor answered from memory.
  asked integer not null default 1
);
