-- Consumers are told when less is available than they want to have, before calls are refused for it.
alter table wallets_wallets
  -- The consumer's own threshold; null: it wants to hear nothing.
  add column low_at_minor bigint check (low_at_minor > 0),
  -- Told, and not seen above the threshold since.
  add column low_told boolean not null default false;
