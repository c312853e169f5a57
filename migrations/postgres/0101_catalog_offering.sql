-- How a product is shown and who may have it. Visibility is apart from the state: a private product is published too,
-- to fewer. A suspended one keeps its subscribers unless the operator blocks its calls.

alter table catalog_products drop constraint catalog_products_state_check;
alter table catalog_products
  add constraint catalog_products_state_check
    check (state in ('draft', 'pending_review', 'published', 'unpublished', 'suspended')),
  add column visibility text not null default 'public' check (visibility in ('public', 'unlisted', 'private')),
  add column access_requests boolean not null default false,
  add column tags text[] not null default '{}',
  add column logo_digest text,
  add column state_reason text,
  add column blocks_calls boolean not null default false;
create index catalog_products_by_tag on catalog_products using gin (tags);
create index catalog_products_in_review on catalog_products (id) where state in ('pending_review', 'suspended');

-- One row: what the operator decided for the whole installation.
create table catalog_settings (
  id boolean primary key default true check (id),
  moderation boolean not null
);
insert into catalog_settings (moderation) values (false);

create table catalog_categories (
  slug text primary key,
  name text not null,
  description text not null,
  position int not null
);
insert into catalog_categories (slug, name, description, position) values
  ('ai', 'AI and machine learning', '', 10),
  ('business', 'Business', '', 20),
  ('communication', 'Communication', '', 30),
  ('data', 'Data', '', 40),
  ('developer-tools', 'Developer tools', '', 50),
  ('finance', 'Finance', '', 60),
  ('location', 'Maps and location', '', 70),
  ('media', 'Media', '', 80),
  ('security', 'Security', '', 90),
  ('travel', 'Travel', '', 100),
  ('weather', 'Weather', '', 110),
  ('other', 'Other', '', 1000);
-- What providers called theirs so far stays what it is called.
insert into catalog_categories (slug, name, description, position)
  select distinct category, category, '', 500 from catalog_products where category is not null
  on conflict do nothing;

-- The bytes of logos, by what they are: an address names one for ever.
create table catalog_logos (
  product_id text primary key references catalog_products on delete cascade,
  digest text not null,
  content_type text not null,
  bytes bytea not null,
  width int not null,
  height int not null,
  updated_at timestamptz not null
);

-- Who may have a private product: asked for, given, refused or taken back.
create table catalog_grants (
  product_id text not null references catalog_products on delete cascade,
  organization_id text not null,
  state text not null check (state in ('requested', 'granted', 'refused', 'revoked')),
  message text not null default '',
  reason text not null default '',
  requested_at timestamptz,
  decided_at timestamptz,
  updated_at timestamptz not null,
  primary key (product_id, organization_id)
);
create index catalog_grants_by_organization on catalog_grants (organization_id, product_id);
