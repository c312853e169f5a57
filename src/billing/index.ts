export { type Billing, type BillingOptions, createBilling } from './billing.ts';
export { redeemCoupon } from './coupons/index.ts';
export {
  type BillingSettings,
  billingRunRequested,
  invoiceIssued,
  subscriptionSetAside,
  workRunJob,
} from './invoices/index.ts';
export { addMethod, invoicePaid, paymentFailed } from './payments/index.ts';
export { payoutCreated, payoutFailed, payoutPaid } from './payouts/index.ts';
