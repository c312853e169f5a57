-- What kind of sale a product is for taxes. Access to an API is a service rendered electronically, and so is all that was
-- sold so far.
alter table catalog_products add column tax_category text not null default 'digital'
  check (tax_category in ('digital', 'standard', 'reduced', 'zero', 'exempt'));
