import type { Json } from './client.ts';
import type { Ids } from './one-of-each.ts';
import { moneyBackBodies } from './sample-credit-bodies.ts';

function taxBodies(ids: Ids): Record<string, Json> {
  // Long over, so that nothing else is taxed by it.
  const ended = { valid_from: '1990-01-01', valid_to: '1990-12-31' };
  const place = { country: 'CA', region: 'Ontario' };
  const rate = { ...place, category: 'standard', name: 'HST', percent: '13', ...ended };
  return {
    'POST /billing/tax/rates': rate,
    'POST /billing/tax/default-rates': rate,
    'POST /billing/tax/rates/import': { set: 'eu_standard' },
    'POST /billing/tax/default-rates/import': { set: 'eu_standard' },
    'POST /billing/tax/registrations': { ...place, scheme: 'standard', tax_id: '12345', ...ended },
    'POST /billing/tax/exemptions': {
      ...{ organization_id: ids.workspace_id, certificate: 'C-1', reason: 'Resale' },
      ...place,
      ...ended,
    },
    'POST /billing/tax/preview': {
      buyer: { ...place, organization_id: ids.workspace_id, tax_id: '12345' },
      product_id: ids.product_id,
      tax_category: 'digital',
      amount: '100.00',
      currency: 'EUR',
      inclusive: true,
      on: '2026-01-31',
    },
  };
}

/** What bills, collects and pays out. */
export function moneyBodies(ids: Ids): Record<string, Json> {
  const transfer = {
    external_id: 'bank-1',
    reference: 'nobody',
    amount: '1.00',
    currency: 'USD',
    booked_at: '2026-01-31T10:00:00Z',
  };
  return {
    'POST /billing/estimate': {
      ...{ plan_version_id: ids.published_version_id, quantities: { requests: '12' } },
      ...{ currency: 'USD', quantity: 2 },
    },
    'POST /billing/backtests': {
      ...{ plan_id: ids.plan_id, plan_version_id: ids.version_id, terms: null },
      ...{ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
    },
    'POST /billing/coupons': {
      ...{ code: 'SUMMER', name: 'Summer', periods: 3, max_redemptions: 100 },
      discount: { kind: 'amount', amount: '5', currency: 'USD' },
      ...{ starts_at: '2026-01-01T00:00:00Z', expires_at: '2100-01-01T00:00:00Z' },
      ...{ once_per_customer: true, new_customers_only: false },
      ...{ products: [ids.product_id], plans: [ids.plan_id] },
    },
    'PATCH /billing/coupons/{coupon_id}': {
      ...{ name: 'Renamed', active: true, max_redemptions: 100, expires_at: '2100-01-01T00:00:00Z' },
    },
    'POST /billing/coupons/redeem': { subscription_id: ids.subscription_id, code: 'FIRST' },
    'POST /billing/coupons/{coupon_id}/redemptions': {
      subscription_id: ids.subscription_id,
      reason: 'an outage',
    },
    'POST /billing/runs': {
      organizations: [ids.workspace_id],
      subscriptions: [ids.subscription_id],
      ...{ close_current_period: false, leave_draft: false, wait: false, dry_run: true },
      after: 'sub_0',
    },
    'PUT /billing/alert-settings': { quota_percents: [50], spend: [{ amount: '10.00', currency: 'USD' }] },
    'PUT /billing/document-settings': {
      bank_account: { holder_name: 'Acme Ltd', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
      registration_number: 'HRB 1',
      contact_name: 'Ada',
      phone: '+49 40 1',
      electronic_address: { scheme: '0088', id: '4035811991014' },
      buyer_reference: 'PO-1',
      locale: 'de-DE',
      footer: 'Managing director: Ada',
      item_classification: { list: 'TST', code: '81112100' },
    },
    'POST /billing/set-aside/retry': { reason_code: 'not-rateable' },
    ...taxBodies(ids),
    'PUT /billing/settings': {
      ...{ grace_minutes: 60, payment_terms_days: 14, draft_grace_hours: 24, write_off_after_days: 90 },
      consolidate_invoices: false,
      ...{
        past_due_after_days: 14,
        apply_credit: true,
        left_over_credit: 'credit',
        retry_after_days: [1, 3],
      },
    },
    'PUT /billing/settings/{workspace_id}/commission': { commission_basis_points: 1000 },
    'POST /checkout/reconcile': { transactions: [transfer] },
    'POST /checkout/test-processor/{attempt_id}': { approve: true },
    ...moneyBackBodies(ids),
    'POST /invoices/{invoice_id}/pay': { payment_method_id: ids.payment_method_id },
    'POST /payment-methods': { processor: 'test', token: 'pm_test_ok', default: false },
    'PUT /payouts/account': { holder_name: 'Acme Ltd', iban: 'DE89370400440532013000' },
    'POST /payouts/runs': { key: 'second', minimum: '5', currency: 'USD' },
    'POST /payouts/{payout_id}/failed': { reason: 'closed' },
    'POST /payouts/{payout_id}/paid': { reason: 'arrived' },
    'POST /payouts/{payout_id}/returned': { reason: 'closed' },
  };
}
