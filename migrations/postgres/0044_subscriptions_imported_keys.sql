-- Keys that a company issued before it came here. Their hash is a keyed hash of the SHA-256 of their text, because that
-- digest is often all that the company has; the gateway must know which way a key was hashed before it looks one up.

alter table subscriptions_keys add column imported boolean not null default false;
