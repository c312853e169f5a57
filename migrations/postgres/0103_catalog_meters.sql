-- Meters that providers define. Which plans may price one is the product's matter, what it is called is the provider's:
-- a key means one thing in all of a provider's plans, so that usage can be asked for by it.

create table catalog_meters (
  id text primary key,
  organization_id text not null,
  product_id text references catalog_products on delete cascade,
  key text not null,
  name text not null,
  definition jsonb not null,
  revision int not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (organization_id, key)
);
create index catalog_meters_by_product on catalog_meters (product_id);
