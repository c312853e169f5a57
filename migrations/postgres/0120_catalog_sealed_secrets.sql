-- What a product keeps secret from everybody but its gateways stands in text columns that end in `_sealed`, because that
-- is where a change of the sealing key looks for values to seal again. Inside of documents it did not find them: once
-- the former key was forgotten, no gateway could have opened them.
-- A value is bound to the place where it stands and cannot be moved by SQL: proofs and client keys have to be set anew.
-- The credential is the provider's own, for its upstream: which header, and sealed what it says.

alter table catalog_products add column upstream_proof_sealed text;
alter table catalog_products add column upstream_tls_key_sealed text;
alter table catalog_products add column upstream_credential_name text;
alter table catalog_products add column upstream_credential_sealed text;
alter table catalog_products add check ((upstream_credential_name is null) = (upstream_credential_sealed is null));

update catalog_products set upstream_secrets = '[]', upstream = upstream - 'proof' where upstream_secrets <> '[]';
update catalog_products set upstream_tls = null where upstream_tls is not null;
