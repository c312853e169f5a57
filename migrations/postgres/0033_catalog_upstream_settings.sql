-- How a product's upstream is called: further targets, health, retries, time limits, header rules, proof. One document
-- each for the product and for the route, because it is read and replaced whole; what it leaves out has its default.
-- What is secret stands apart, sealed: no reader of settings may ever meet the secrets that prove a call came through us,
-- nor the key of a client certificate.

alter table catalog_products add column upstream jsonb not null default '{}';
alter table catalog_products add column upstream_secrets jsonb not null default '[]';
alter table catalog_products add column upstream_tls jsonb;
alter table catalog_routes add column upstream jsonb not null default '{}';
