-- What is secret of an upstream stood sealed within JSON, where nothing seals it again when keys rotate: once the former
-- key was forgotten, nobody could have opened it. It gets columns of its own, by the rule of all sealed columns. What stood
-- in the old place was bound to it and cannot be moved by SQL; nothing that keeps it was ever released.
alter table catalog_products add column upstream_proof_sealed text;
alter table catalog_products add column upstream_tls_key_sealed text;
update catalog_products
set upstream = jsonb_set(upstream, '{proof}', '"none"'), upstream_secrets = '[]'
where upstream_secrets <> '[]';
update catalog_products set upstream_tls = null where upstream_tls ->> 'sealed_key' is not null;
update catalog_products set upstream_tls = upstream_tls - 'sealed_key' where upstream_tls is not null;
alter table catalog_products rename column upstream_secrets to upstream_proof;
alter table catalog_products add check ((upstream_proof = '[]') = (upstream_proof_sealed is null));
