-- What taxes go by: where sellers are registered, what places charge, which buyers are exempt. Invoices keep what came of it,
-- so that rows may be mended here without touching a document.

create table billing_tax_registrations (
  id text primary key,
  provider_id text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- A state or province, where these tax; null: the whole country.
  region text,
  scheme text not null check (scheme in ('standard', 'small_business', 'oss')),
  tax_id text,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  unique nulls not distinct (provider_id, country, region, scheme, valid_from)
);

create table billing_tax_rates (
  id text primary key,
  -- Null: the operator's, for providers that have none of their own for the country.
  provider_id text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  region text,
  category text not null check (category in ('digital', 'standard', 'reduced')),
  name text not null,
  percent numeric(6, 3) not null check (percent between 0 and 100),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  unique nulls not distinct (provider_id, country, region, category, name, valid_from)
);
create index billing_tax_rates_by_country on billing_tax_rates (country, provider_id);

create table billing_tax_exemptions (
  id text primary key,
  provider_id text not null,
  organization_id text not null,
  -- Null: wherever the sale is taxed.
  country text check (country ~ '^[A-Z]{2}$'),
  region text,
  certificate text not null,
  reason text not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  unique nulls not distinct (provider_id, organization_id, country, region, certificate)
);
