-- Sandbox consumers: organizations of which a provider moves the time. Their ids begin with org_test_, which every rule goes by.

create table identity_test_clocks (
  organization_id text primary key references identity_organizations (id),
  provider_id text not null references identity_organizations (id),
  now_at timestamptz not null,
  -- Where it is going; null while it stands still.
  target_at timestamptz,
  -- What stopped the last advance before it was there.
  problem text,
  created_at timestamptz not null,
  check (starts_with(organization_id, 'org_test_')),
  check (target_at is null or target_at >= now_at)
);
create index identity_test_clocks_by_provider on identity_test_clocks (provider_id, organization_id);
