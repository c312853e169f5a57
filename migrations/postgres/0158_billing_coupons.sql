-- Coupons of a provider, and which subscriptions they hold for.

create table billing_coupons (
  id text primary key,
  provider_id text not null,
  -- Upper case.
  code text not null check (code = upper(code)),
  name text not null,
  discount jsonb not null,
  -- Billing periods; null: for ever.
  periods integer check (periods >= 1),
  starts_at timestamptz,
  expires_at timestamptz,
  most_redemptions integer check (most_redemptions >= 1),
  redemptions integer not null default 0,
  once_per_customer boolean not null,
  new_customers_only boolean not null,
  product_ids text[],
  plan_ids text[],
  active boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, code),
  -- The limit holds however many redeem at once: they stand in line for the row.
  constraint billing_coupons_limit check (most_redemptions is null or redemptions <= most_redemptions)
) with (fillfactor = 80);

-- What a coupon said when it was redeemed; later changes of the coupon do not touch it.
create table billing_redemptions (
  id text primary key,
  coupon_id text not null references billing_coupons (id),
  provider_id text not null,
  organization_id text not null,
  subscription_id text not null,
  code text not null,
  name text not null,
  discount jsonb not null,
  first_period integer not null check (first_period >= 0),
  periods integer,
  plan_ids text[],
  once_per_customer boolean not null,
  -- Null when the consumer did it with the code.
  reason text,
  redeemed_by text not null,
  redeemed_at timestamptz not null,
  unique (coupon_id, subscription_id)
);
create unique index billing_redemptions_once on billing_redemptions (coupon_id, organization_id) where once_per_customer;
create index billing_redemptions_by_subscription on billing_redemptions (subscription_id, id);
