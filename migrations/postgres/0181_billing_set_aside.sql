-- What is set aside says whose it is, what kind of obstacle it met, since when, and when it is tried again by itself.
alter table billing_subscription_fences
  add column provider_id text,
  add column set_aside_code text,
  add column set_aside_since timestamptz,
  -- null: only when a person says so.
  add column retry_at timestamptz;
update billing_subscription_fences set set_aside_code = 'other', set_aside_since = set_aside_at
where set_aside_at is not null;
create index billing_subscription_fences_by_provider on billing_subscription_fences (provider_id, subscription_id)
  where set_aside_at is not null;
