import { type Db, emit } from '#kernel';
import type { EntryDraft } from '#ledger';
import { grantTopUp, type WalletRef } from '#wallets';
import { issueCreditNote } from '../credits/index.ts';
import { lockReceivable } from '../invoices/index.ts';
import { autoTopUpSuspended } from './events.ts';
import * as store from './store-top-ups.ts';

/** For an invoice that has just been paid: if it is a top-up, its credit is there with the payment, not a moment later. */
export async function creditTopUp(
  tx: Db,
  invoiceId: string,
  at: Temporal.Instant,
): Promise<readonly EntryDraft[]> {
  const invoice = await lockReceivable(tx, invoiceId);
  if (invoice?.state !== 'paid') return [];
  // Credit notes from before it was paid: so much less was bought.
  const amountMinor = invoice.totalMinor - invoice.creditedMinor;
  if (amountMinor === 0n) {
    await store.markTopUpFailed(tx, invoiceId, at);
    return [];
  }
  const topUp = await store.markTopUpPaid(tx, invoiceId, at);
  if (!topUp) return [];
  const { organizationId, providerId, currency } = topUp;
  const ref = { organizationId, providerId, currency };
  return (await grantTopUp(tx, { ref, invoiceId, amountMinor }, at)).entries;
}

/** A payment failed: if it was for an automatic top-up, none is made until the consumer has looked at it. */
export async function failTopUp(
  tx: Db,
  invoiceId: string,
  failureCode: string,
  at: Temporal.Instant,
): Promise<void> {
  const topUp = await store.markTopUpFailed(tx, invoiceId, at);
  if (!topUp?.automatic) return;
  await suspend(tx, topUp, failureCode, at);
  // Nobody ordered it by hand: it is not to be owed, and not to be paid twice beside the next one.
  const why = { reason: 'not_collectable', note: 'The payment failed', remainder: 'credit' } as const;
  const order = { invoiceId, providerId: null, ask: { kind: 'whole' }, by: 'billing', at } as const;
  await issueCreditNote(tx, { ...order, ...why });
}

/** For `invoice.voided`: a top-up that nobody will pay. */
export async function endTopUp(tx: Db, invoiceId: string, at: Temporal.Instant): Promise<void> {
  await store.markTopUpFailed(tx, invoiceId, at);
}

export async function suspend(
  tx: Db,
  { organizationId, providerId, currency }: WalletRef,
  reason: string,
  at: Temporal.Instant,
): Promise<void> {
  const ref = { organizationId, providerId, currency };
  if (!(await store.suspendAutoTopUp(tx, ref, reason, at))) return;
  const payload = { organization_id: organizationId, provider_id: providerId, currency, reason };
  await emit(tx, autoTopUpSuspended, payload, { organizationId, at });
}
