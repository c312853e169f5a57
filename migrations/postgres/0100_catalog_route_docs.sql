-- What is said of a route beside how it is called: kept apart from catalog_routes, which every gateway loads whole.
-- `documentation` is json and not jsonb, so that the properties of a schema keep the order that their author gave them.
-- `digest` is equal for documentation that says the same; importing the same document again is told by it alone.

create table catalog_route_docs (
  route_id text primary key references catalog_routes on delete cascade,
  product_id text not null references catalog_products on delete cascade,
  operation_id text,
  documentation json,
  digest text,
  samples jsonb not null default '[]',
  updated_at timestamptz not null,
  check ((documentation is null) = (digest is null))
);
create index catalog_route_docs_by_product on catalog_route_docs (product_id);
