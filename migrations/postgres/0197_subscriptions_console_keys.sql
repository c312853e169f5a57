-- The portal's console calls with a key of its own that lives for minutes. Such keys are listed while they work and not
-- afterwards: somebody who tries an API for an afternoon would find nothing else among their keys.

alter table subscriptions_keys
  add column purpose text not null default 'calls' check (purpose in ('calls', 'console'));
