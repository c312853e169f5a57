-- An invoice may be for several subscriptions of a consumer: its lines say which, and of which product.
alter table billing_provider_settings add column consolidate_invoices boolean not null default false;

alter table billing_invoice_lines add column subscription_id text, add column product_name text;
-- The columns are new: nothing of a document is changed by filling them from its head.
alter table billing_invoice_lines disable trigger billing_invoice_lines_immutable;
update billing_invoice_lines l set subscription_id = i.subscription_id, product_name = i.product_name
from billing_invoices i where i.id = l.invoice_id;
alter table billing_invoice_lines enable trigger billing_invoice_lines_immutable;
alter table billing_invoice_lines alter column subscription_id set not null, alter column product_name set not null;
