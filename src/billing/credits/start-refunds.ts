import { type Db, newId } from '#kernel';
import { type AccountRef, type EntryDraft, PLATFORM } from '#ledger';
import { smaller } from '../invoices/index.ts';
import type { Credit } from './credit.ts';
import type { Refund } from './refund.ts';
import { takeFromCredits } from './store-credits.ts';
import { insertRefunds, lockPaymentsBehind } from './store-refunds.ts';

/**
 * Takes an amount from a credit, held by the caller, and sets it on its way back to the payments that it came from, oldest
 * first and none by more than it was. What no payment can take stays credit. `sendDueRefunds` does the rest.
 */
export async function startRefunds(
  tx: Db,
  order: { credit: Credit; creditNoteId: string | null; amountMinor: bigint },
  at: Temporal.Instant,
): Promise<{ refunds: Refund[]; entries: EntryDraft[] }> {
  const { credit } = order;
  const payments = await lockPaymentsBehind(tx, credit);
  let restMinor = order.amountMinor;
  const refunds: Refund[] = [];
  for (const payment of payments) {
    const amountMinor = smaller(payment.leftMinor, restMinor);
    if (amountMinor <= 0n) continue;
    restMinor -= amountMinor;
    refunds.push({
      id: newId('ref'),
      creditId: credit.id,
      creditNoteId: order.creditNoteId,
      paymentId: payment.id,
      organizationId: credit.organizationId,
      providerId: credit.providerId,
      source: payment.source,
      amountMinor,
      currency: credit.currency,
      state: payment.source === 'bank' ? 'pending' : 'created',
      processorReference: null,
      failureCode: null,
      checkCount: 0,
      createdAt: at,
      updatedAt: at,
    });
  }
  await insertRefunds(tx, refunds);
  await takeFromCredits(tx, new Map([[credit.id, order.amountMinor - restMinor]]));
  return { refunds, entries: refunds.map((refund) => refundEntry(refund, 'started', at)) };
}

export type RefundMove = 'started' | 'succeeded' | 'failed';

/** Which account a step takes the money from (debit) and where it puts it (credit). */
function legs({
  source,
  organizationId,
  currency,
}: Refund): Record<RefundMove, { from: AccountRef; to: AccountRef }> {
  const theirs = { owner: PLATFORM, counterparty: organizationId, currency };
  const credit: AccountRef = { ...theirs, code: 'unapplied_credit' };
  const inTransit: AccountRef = { ...theirs, code: 'refund_in_transit' };
  const cash = source === 'bank' ? 'bank' : 'processor_clearing';
  return {
    started: { from: credit, to: inTransit },
    succeeded: { from: inTransit, to: { code: cash, owner: PLATFORM, counterparty: null, currency } },
    failed: { from: inTransit, to: credit },
  };
}

export function refundEntry(refund: Refund, move: RefundMove, at: Temporal.Instant): EntryDraft {
  const { from, to } = legs(refund)[move];
  return {
    key: `refund.${move}:${refund.id}`,
    kind: `refund.${move}`,
    source: { type: 'refund', id: refund.id },
    effectiveAt: at,
    postings: [
      { account: from, amountMinor: refund.amountMinor },
      { account: to, amountMinor: -refund.amountMinor },
    ],
  };
}
