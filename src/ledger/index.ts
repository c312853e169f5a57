export { balance } from './balance.ts';
export { type AccountCode, type AccountRef, PLATFORM } from './chart.ts';
export { type EntryDraft, type Posting, withoutZeros } from './entry.ts';
export { isSandboxOwner, type PostResult, post, sandboxOwner } from './post.ts';
export { ledgerProblems } from './problems.ts';
export { ledgerRoutes } from './routes.ts';
export {
  type AccountBalance,
  type AccountFilter,
  accountBalances,
  lockBalances,
  type TrialBalanceRow,
  trialBalance,
} from './store.ts';
