-- What the provider's own upstream asks of whoever calls it: which header, and sealed what it says.
alter table catalog_products add column upstream_credential_name text;
alter table catalog_products add column upstream_credential_sealed text;
alter table catalog_products add check ((upstream_credential_name is null) = (upstream_credential_sealed is null));
