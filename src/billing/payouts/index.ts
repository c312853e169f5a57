export { payoutConnection } from './connection.ts';
export { payoutCreated, payoutFailed, payoutPaid } from './events.ts';
export type { Payout, PayoutState } from './payout.ts';
export { payoutProblems } from './problems.ts';
export { payoutRoutes } from './routes.ts';
export { type PayoutOrder, type PayoutRun, runPayouts } from './run-payouts.ts';
export { settlePayout } from './settle-payout.ts';
