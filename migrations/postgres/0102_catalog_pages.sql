-- What providers write of a product beside its routes. Markdown is kept as it was written; only the portal draws it.

create table catalog_pages (
  product_id text not null references catalog_products on delete cascade,
  slug text not null,
  position int not null,
  title text not null,
  markdown text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (product_id, slug)
);

create table catalog_changelog (
  product_id text not null references catalog_products on delete cascade,
  version text not null,
  title text not null,
  markdown text not null,
  published_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (product_id, version)
);
create index catalog_changelog_published on catalog_changelog (product_id, published_at) where published_at is not null;

-- Of a product as a whole (plan_id is empty) and of single plans.
create table catalog_support (
  product_id text not null references catalog_products on delete cascade,
  plan_id text not null default '',
  contacts jsonb not null,
  faq jsonb not null,
  updated_at timestamptz not null,
  primary key (product_id, plan_id)
);
