-- Bursts that look like abuse. One burst is one row: while it goes on, its counts are written again; `subject` is the
-- address (an IPv6 one as its /64) or the key, and a burst of one product is told apart from the same address elsewhere.
-- `organization_id` is the consumer whose key it is, `provider_organization_id` the provider whose product it is.
create table enforcement_alerts (
  id text primary key,
  kind text not null check (kind in ('refusals-by-address', 'refusals-by-key', 'key-in-many-places')),
  subject text not null,
  product_id text not null default '',
  organization_id text,
  provider_organization_id text,
  seen bigint not null,
  threshold bigint not null,
  throttled_until timestamptz,
  began_at timestamptz not null,
  last_seen_at timestamptz not null,
  unique (kind, subject, product_id, began_at)
);
create index enforcement_alerts_by_consumer on enforcement_alerts (organization_id, id);
create index enforcement_alerts_by_provider on enforcement_alerts (provider_organization_id, id);
