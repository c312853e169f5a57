export { paymentFailed } from './events.ts';
export { addMethod } from './methods.ts';
export type { AttemptState, Payment, PaymentAttempt, PaymentMethod } from './payment.ts';
export { paymentProblems } from './problems.ts';
export { type ReconcileResult, reconcile } from './reconcile.ts';
export { type ReceivedMoney, type RecordedPayment, recordPayment } from './record-payment.ts';
export { type PaymentRouteDeps, paymentRoutes } from './routes.ts';
export { applyReport, type PaymentDeps, sendDueAttempts } from './send-attempts.ts';
export { collectIssued, startAttempt } from './start-attempt.ts';
