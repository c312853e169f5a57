import type { Db } from '#kernel';
import { balanceBefore, type HistoryItem, type HistoryQuestion, historyItems } from './store-history.ts';

export interface AccountHistory {
  /** What was owed less what was to the consumer's credit when it begins; negative: in the consumer's favour. */
  readonly openingMinor: bigint;
  readonly items: readonly HistoryItem[];
  readonly closingMinor: bigint;
  /** There is more than a statement holds: it closes with its last item. */
  readonly truncated: boolean;
}

const mostItems = 5000;

/**
 * What happened between a consumer and a seller (null: all of them) in a currency: opening balance, items in order, closing
 * balance. The closing balance is the ledger's, receivable less unapplied credit.
 */
export async function accountHistory(
  db: Db,
  question: HistoryQuestion & { from: Temporal.Instant; to: Temporal.Instant },
): Promise<AccountHistory> {
  const openingMinor = await balanceBefore(db, question, question.from);
  const found = await historyItems(db, question, question, mostItems + 1);
  const items = found.slice(0, mostItems);
  const closingMinor = items.reduce((sum, item) => sum + item.amountMinor, openingMinor);
  return { openingMinor, items, closingMinor, truncated: found.length > mostItems };
}
