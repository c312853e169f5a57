export { alertReached } from './alerts/index.ts';
export { backtestRequested } from './backtests/index.ts';
export { type Billing, type BillingOptions, createBilling } from './billing.ts';
export { moveRequested, subscriptionCreditLeft, workMoveJob } from './changes/index.ts';
export { redeemCoupon } from './coupons/index.ts';
export { creditAdded, creditNoteIssued, refundFailed, refundSucceeded } from './credits/index.ts';
export {
  type BillingSettings,
  billingRunRequested,
  countSetAside,
  invoiceIssued,
  invoiceOverdue,
  invoicePaid,
  invoiceVoided,
  subscriptionSetAside,
  subscriptionsReadmitted,
  workRunJob,
} from './invoices/index.ts';
export { openMoney } from './open-money.ts';
export { addMethod, autoTopUpSuspended, paymentFailed } from './payments/index.ts';
export { payoutCreated, payoutFailed, payoutPaid } from './payouts/index.ts';
export {
  type Check,
  type CheckFigures,
  checkAllJob,
  checkFigures,
  checkJob,
  checkRequested,
  invariantBroken,
  replayByName,
  replayText,
} from './proof/index.ts';
