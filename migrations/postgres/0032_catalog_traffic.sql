-- How a product treats its callers: origins, addresses, body sizes, where keys may stand, signatures. One JSON object,
-- because gateways take it whole and no query asks for a part of it; what is missing from it is at its default. A route
-- says only what it treats otherwise.
alter table catalog_products add column traffic jsonb not null default '{}';
alter table catalog_routes add column traffic jsonb;

-- Host names that the operator has given to a product. A provider may list any name in `traffic`; only one that stands
-- here as well is routed, so that nobody takes over calls to a name by writing it down first.
create table catalog_hosts (
  host text primary key check (host = lower(host)),
  product_id text not null references catalog_products on delete cascade,
  approved_at timestamptz not null
);
create index catalog_hosts_by_product on catalog_hosts (product_id);
