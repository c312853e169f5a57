-- Consumers that a provider does not serve any more. What they hold and owe stays as it is; nothing of it is admitted.
create table subscriptions_bans (
  provider_organization_id text not null,
  organization_id text not null,
  reason text not null,
  banned_at timestamptz not null,
  primary key (provider_organization_id, organization_id)
);
