import { type Db, emit, formatAmount } from '#kernel';
import type { Credit } from './credit.ts';
import { creditAdded } from './events.ts';
import { insertCredits } from './store-credits.ts';

/** Notes what a consumer has to its credit from now on, and says so: open invoices may take it. */
export async function addCredit(tx: Db, credit: Credit, at: Temporal.Instant): Promise<void> {
  await insertCredits(tx, [credit]);
  const payload = {
    credit_id: credit.id,
    organization_id: credit.organizationId,
    amount: formatAmount({ minor: credit.amountMinor, currency: credit.currency }),
    currency: credit.currency,
  };
  await emit(tx, creditAdded, payload, { organizationId: credit.organizationId, at });
}
