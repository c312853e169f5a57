-- How each line is taxed (EN 16931 code and percent), and what its charge came to: with the tax in it where the plan's prices
-- include it. Lines from before bear no tax, which is what these defaults say.

alter table billing_invoice_lines
  add column tax_code text not null default 'O' check (tax_code in ('S', 'Z', 'E', 'AE', 'O', 'G', 'K')),
  add column tax_percent numeric(6, 3) not null default 0,
  -- Null: the same as the amount.
  add column charged_minor bigint;

-- Tax reports ask what a seller issued in a time.
create index billing_invoices_by_issue on billing_invoices (provider_id, issued_at) where state = 'issued';
