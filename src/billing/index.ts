export { backtestRequested } from './backtests/index.ts';
export { type Billing, type BillingOptions, createBilling } from './billing.ts';
export {
  type BillingSettings,
  billingRunRequested,
  countSetAside,
  invoiceIssued,
  subscriptionSetAside,
  subscriptionsReadmitted,
  workRunJob,
} from './invoices/index.ts';
export { addMethod, invoicePaid, paymentFailed } from './payments/index.ts';
export { payoutCreated, payoutFailed, payoutPaid } from './payouts/index.ts';
