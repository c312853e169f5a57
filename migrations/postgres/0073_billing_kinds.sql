-- Charges of more kinds, and invoices for more causes: fees with intervals of their own, commitments, discounts and
-- promotional credit; changes within a period, thresholds, and the end.

alter table billing_invoices drop constraint billing_invoices_cause_check, add constraint billing_invoices_cause_check
  check (cause in ('start', 'change', 'renewal', 'early', 'threshold', 'final', 'late'));

alter table billing_invoice_lines drop constraint billing_invoice_lines_kind_check,
  add constraint billing_invoice_lines_kind_check
  check (kind in ('flat', 'fee', 'usage', 'overage', 'commitment', 'discount', 'credit'));

alter table billing_charges drop constraint billing_charges_kind_check, add constraint billing_charges_kind_check
  check (kind in ('flat', 'fee', 'usage', 'overage', 'commitment', 'discount', 'credit'));

-- Late usage of a period is rated by the terms that held in it, of which the plan version is only the greater part.
alter table billing_closed_periods drop constraint billing_closed_periods_waiver_check,
  add constraint billing_closed_periods_waiver_check check (waiver in ('trial', 'paused')),
  add column terms_choice jsonb;
