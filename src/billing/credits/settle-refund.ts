import { type Db, emit, formatAmount } from '#kernel';
import { post } from '#ledger';
import { refundFailed, refundSucceeded } from './events.ts';
import type { Refund } from './refund.ts';
import { refundEntry } from './start-refunds.ts';
import { takeFromCredits } from './store-credits.ts';
import { updateRefund } from './store-refunds.ts';

/** The end of a refund, which the caller holds: the money is gone, or it is the consumer's credit again. */
export async function settleRefund(
  tx: Db,
  refund: Refund,
  outcome: { state: 'succeeded' | 'failed'; reference: string | null; failureCode: string | null },
  at: Temporal.Instant,
): Promise<void> {
  const { state, reference: processorReference, failureCode } = outcome;
  await updateRefund(tx, refund.id, { state, checkAt: null, processorReference, failureCode }, at);
  if (state === 'failed') await takeFromCredits(tx, new Map([[refund.creditId, -refund.amountMinor]]));
  const payload = {
    refund_id: refund.id,
    credit_note_id: refund.creditNoteId,
    organization_id: refund.organizationId,
    provider_id: refund.providerId,
    amount: formatAmount({ minor: refund.amountMinor, currency: refund.currency }),
    currency: refund.currency,
    failure_code: failureCode,
  };
  const about = { organizationId: refund.organizationId, at };
  await emit(tx, state === 'failed' ? refundFailed : refundSucceeded, payload, about);
  await post(tx, [refundEntry(refund, state, at)], at);
}
