export { backtestRequested } from './backtests/index.ts';
export { type Billing, type BillingOptions, createBilling } from './billing.ts';
export {
  type BillingSettings,
  billingRunRequested,
  invoiceIssued,
  subscriptionSetAside,
  workRunJob,
} from './invoices/index.ts';
export { addMethod, autoTopUpSuspended, invoicePaid, paymentFailed } from './payments/index.ts';
export { payoutCreated, payoutFailed, payoutPaid } from './payouts/index.ts';
