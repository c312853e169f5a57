-- What a consumer wants to be told of, and what it was told. Who has no row wants what is usual: 80 and 100 percent of quotas.
create table billing_alert_settings (
  organization_id text primary key,
  quota_percents integer[] not null,
  -- Of a subscription's present period: [{"amount_minor": "5000", "currency": "USD"}].
  spend jsonb not null,
  updated_at timestamptz not null
);

-- A threshold is told once for each subscription and period, however often it is looked at.
create table billing_alerts (
  id text primary key,
  organization_id text not null,
  subscription_id text not null,
  kind text not null check (kind in ('quota', 'spend')),
  -- The quota as limits name it; of spend the currency.
  subject text not null,
  -- Percent, or minor units.
  threshold bigint not null,
  period_start_at timestamptz not null,
  -- What it had come to when it was seen: units and the quota, or minor units.
  value numeric not null,
  quota_units numeric,
  at timestamptz not null,
  unique (subscription_id, kind, subject, threshold, period_start_at)
);
create index billing_alerts_by_organization on billing_alerts (organization_id, id desc);
