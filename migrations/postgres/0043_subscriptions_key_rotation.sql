-- Rotation: the new key takes the name over while the old one still works, so only keys without a successor hold a name.
-- The link is what makes a repeated rotation safe: a key has one successor for ever.

alter table subscriptions_keys
  add column successor_id text references subscriptions_keys deferrable initially deferred;
drop index subscriptions_keys_active_name;
create unique index subscriptions_keys_active_name on subscriptions_keys (subscription_id, name)
  where state = 'active' and successor_id is null;
