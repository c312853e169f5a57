export { balance } from './balance.ts';
export { type AccountCode, type AccountRef, accountKey, PLATFORM } from './chart.ts';
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
export {
  accountIdsAfter,
  type BrokenBooks,
  brokenEntries,
  driftedAccounts,
  entryIdsAfter,
  type PartySum,
  partiesAfter,
  sumsByParty,
} from './store-checks.ts';
export { type AccountSpan, accountSpan, type JournalRow, journalPage, type SpanRow } from './store-span.ts';
