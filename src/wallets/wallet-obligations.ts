import type { Db } from '#kernel';
import { countPrepaid } from './store-reading.ts';

/**
 * What keeps organizations from being closed: credit that was paid for, on either side. What was given away lapses with its
 * consumer. Those with none are missing.
 */
export async function walletObligations(
  db: Db,
  organizationIds: readonly string[],
): Promise<Map<string, string[]>> {
  const result = new Map<string, string[]>();
  for (const { organizationId, own, sold } of await countPrepaid(db, organizationIds)) {
    const mine = own > 0 ? [`use up or have refunded the prepaid credit in ${own} wallet(s)`] : [];
    const theirs = sold > 0 ? [`refund the prepaid credit in ${sold} wallet(s) of its consumers`] : [];
    result.set(organizationId, [...mine, ...theirs]);
  }
  return result;
}
