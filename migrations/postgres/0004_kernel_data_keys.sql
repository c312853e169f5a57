-- The keys that seal and hash, each sealed under a root key that is kept outside of the database. Changing the root key
-- seals these few rows again, not everything that they protect. 'pepper' is one for ever: hashes of keys and tokens cannot
-- be made again. Of the 'seal' keys the newest that is active seals; the others open what they sealed until nothing is left.
create table kernel_data_keys (
  id text primary key,
  purpose text not null check (purpose in ('seal', 'pepper')),
  sealed text not null,
  root_key_id text not null,
  created_at timestamptz not null,
  active_from timestamptz not null
);
create unique index kernel_data_keys_one_pepper on kernel_data_keys (purpose) where purpose = 'pepper';
