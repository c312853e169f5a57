-- Quotas that a provider gave whole again. The number of a reset is what counters and journal records carry: units that
-- were counted under an earlier one no longer count, on whichever restart they are read again. Never changed or removed.
create table enforcement_quota_resets (
  subscription_id text not null,
  quota text not null,
  epoch int not null check (epoch > 0),
  reset_id text not null,
  provider_organization_id text not null,
  at timestamptz not null,
  reason text not null,
  primary key (subscription_id, quota, epoch)
);
create index enforcement_quota_resets_by_reset on enforcement_quota_resets (subscription_id, reset_id desc);
