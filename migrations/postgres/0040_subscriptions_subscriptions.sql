-- Who holds which plan version. The billing time zone is copied from the consumer when the subscription starts: a
-- later change of the organization's zone must not move period boundaries that were already billed.
-- The partial unique index is what makes two simultaneous orders of one product one subscription.

create table subscriptions_subscriptions (
  id text primary key,
  organization_id text not null,
  provider_organization_id text not null,
  product_id text not null,
  plan_id text not null,
  plan_version_id text not null,
  state text not null check (state in ('trialing', 'active', 'past_due', 'paused', 'canceled')),
  time_zone text not null,
  anchor_at timestamptz not null,
  period_index int not null check (period_index >= 0),
  current_period_start_at timestamptz not null,
  current_period_end_at timestamptz not null,
  cancel_at_period_end boolean not null default false,
  cancel_reason text,
  canceled_at timestamptz,
  revision int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (current_period_start_at < current_period_end_at),
  check ((state = 'canceled') = (canceled_at is not null))
);
create unique index subscriptions_one_live_per_product
  on subscriptions_subscriptions (organization_id, product_id) where state <> 'canceled';
create index subscriptions_by_provider on subscriptions_subscriptions (provider_organization_id, id);
create index subscriptions_by_consumer on subscriptions_subscriptions (organization_id, id);
create index subscriptions_due on subscriptions_subscriptions (current_period_end_at, id)
  where state in ('trialing', 'active', 'past_due');
