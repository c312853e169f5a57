-- Accounts for credit: what providers gave away, what that costs them, and what lapsed.
insert into ledger_chart (code, class, credit_only, title) values
  ('promo_credit', 'liability', true, 'Given to consumers and not used yet'),
  ('marketing_expense', 'expense', false, 'Credit that providers gave away and have open'),
  ('breakage_revenue', 'revenue', false, 'Prepaid credit that lapsed');
