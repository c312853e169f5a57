import { type Db, Problem } from '#kernel';
import { post } from '#ledger';
import type { Credit } from './credit.ts';
import { creditProblems } from './problems.ts';
import type { Refund } from './refund.ts';
import { startRefunds } from './start-refunds.ts';

/** Gives credit back by hand, held by the caller: to the payments that it came from, all of the amount or none. */
export async function refundCredit(
  tx: Db,
  credit: Credit,
  order: { amountMinor: bigint },
  at: Temporal.Instant,
): Promise<Refund[]> {
  const { amountMinor } = order;
  if (amountMinor > credit.remainingMinor) throw new Problem(creditProblems.moreThanLeft);
  const creditNoteId = credit.origin === 'credit_note' ? credit.originId : null;
  const { refunds, entries } = await startRefunds(tx, { credit, creditNoteId, amountMinor }, at);
  const started = refunds.reduce((sum, refund) => sum + refund.amountMinor, 0n);
  if (started !== amountMinor) throw new Problem(creditProblems.notRefundable);
  await post(tx, entries, at);
  return refunds;
}
