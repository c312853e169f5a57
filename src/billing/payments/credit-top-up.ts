import { type Db, emit } from '#kernel';
import type { EntryDraft } from '#ledger';
import { grantTopUp, type WalletRef } from '#wallets';
import { autoTopUpSuspended } from './events.ts';
import * as store from './store-top-ups.ts';

/** For an invoice that has just been paid: if it is a top-up, its credit is there with the payment, not a moment later. */
export async function creditTopUp(
  tx: Db,
  invoiceId: string,
  at: Temporal.Instant,
): Promise<readonly EntryDraft[]> {
  const topUp = await store.markTopUpPaid(tx, invoiceId, at);
  if (!topUp) return [];
  const { organizationId, providerId, currency, amountMinor } = topUp;
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
  if (topUp?.automatic) await suspend(tx, topUp, failureCode, at);
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
