import type { Db } from '#kernel';
import { openCounts } from './store-open-money.ts';

/** What is open of the organizations' money, in words that say what to do. Those with nothing open are missing. */
export async function openMoney(db: Db, organizationIds: readonly string[]): Promise<Map<string, string[]>> {
  const result = new Map<string, string[]>();
  for (const one of await openCounts(db, organizationIds)) {
    const words = [
      [one.owed, `pay ${one.owed} invoice(s)`],
      [one.owing, `collect, credit or write off ${one.owing} invoice(s) of its own`],
      [one.drafts, `issue or discard ${one.drafts} draft(s)`],
      [one.payable, `have ${one.payable} balance(s) that it has earned paid out`],
      [one.payouts, `wait for ${one.payouts} payout(s) on their way`],
      [one.credits, `use or refund ${one.credits} credit(s)`],
      [one.refunds, `wait for ${one.refunds} refund(s) on their way`],
    ] as const;
    const open = words.flatMap(([count, text]) => (count > 0 ? [text] : []));
    if (open.length > 0) result.set(one.organizationId, open);
  }
  return result;
}
