-- How a product's upstream is called: further targets, health, retries, time limits, header rules, proof. One document
-- each for the product and for the route, because it is read and replaced whole; what it leaves out has its default.
-- The secrets that prove a call came through us stand apart, sealed: no reader of settings may ever meet them.

alter table catalog_products add column upstream jsonb not null default '{}';
alter table catalog_products add column upstream_secrets jsonb not null default '[]';
alter table catalog_routes add column upstream jsonb not null default '{}';
