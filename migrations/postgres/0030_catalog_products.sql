-- Products and their routes: what providers sell. `shape` is the template with its parameters blanked, so that two
-- routes that would match the same calls cannot both exist. The current plan version of a plan is a pointer, because
-- the latest number need not be the latest published.

create table catalog_products (
  id text primary key,
  organization_id text not null,
  slug text not null,
  name text not null,
  summary text not null,
  description text not null,
  category text,
  state text not null check (state in ('draft', 'published', 'unpublished')),
  upstream_url text not null,
  quota_denial_status int not null check (quota_denial_status in (403, 429)),
  revision int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  published_at timestamptz,
  unique (organization_id, slug)
);
create index catalog_products_published on catalog_products (id) where state = 'published';

create table catalog_plans (
  id text primary key,
  product_id text not null references catalog_products on delete cascade,
  slug text not null,
  name text not null,
  tier int not null check (tier >= 0),
  current_version_id text,
  version_count int not null default 0,
  revision int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (product_id, slug),
  unique (product_id, tier)
);

create table catalog_routes (
  id text primary key,
  product_id text not null references catalog_products on delete cascade,
  position int not null,
  method text not null,
  template text not null,
  shape text not null,
  upstream_path text,
  minimum_plan_id text references catalog_plans,
  weight numeric(20, 12) not null check (weight >= 0),
  rate_limit int check (rate_limit > 0),
  rate_limit_window_seconds int check (rate_limit_window_seconds between 1 and 3600),
  name text not null,
  description text not null,
  sample_parameters jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (product_id, method, shape),
  check ((rate_limit is null) = (rate_limit_window_seconds is null))
);
create index catalog_routes_by_minimum_plan on catalog_routes (minimum_plan_id) where minimum_plan_id is not null;
