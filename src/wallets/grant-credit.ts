import { type Actor, audit, type Db, formatAmount } from '#kernel';
import { type EntryDraft, post } from '#ledger';
import * as store from './store-wallets.ts';
import { type Grant, type WalletRef, walletText } from './wallet.ts';
import type { NewGrant } from './wallet-sheet.ts';
import { holdWallets, writeSheets } from './write-sheets.ts';

/**
 * Puts credit into a wallet, which is opened if it is the first. The same key again answers the grant that there is. The
 * caller posts the entries.
 */
async function addCredit(
  tx: Db,
  ref: WalletRef,
  order: NewGrant,
  at: Temporal.Instant,
): Promise<{ grant: Grant; entries: readonly EntryDraft[] }> {
  const sheets = await holdWallets(tx, [ref], at, { open: true });
  // Under the wallet's lock: whoever grants under the same key has written it by now, or waits.
  const known = await store.grantByKey(tx, order.key);
  if (known) return { grant: known, entries: [] };
  const sheet = sheets.get(walletText(ref))!;
  const { id } = sheet.add(order);
  const entries = await writeSheets(tx, [sheet], at);
  return { grant: sheet.grant(id)!, entries };
}

async function grantCredit(tx: Db, ref: WalletRef, order: NewGrant, at: Temporal.Instant): Promise<Grant> {
  const { grant, entries } = await addCredit(tx, ref, order, at);
  await post(tx, entries, at);
  return grant;
}

export interface Gift {
  readonly ref: WalletRef;
  readonly amountMinor: bigint;
  readonly priority: number;
  readonly expiresAt: Temporal.Instant | null;
  readonly reason: string;
  readonly key: string;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/** A provider gives promotional credit. */
export async function giveCredit(tx: Db, gift: Gift): Promise<Grant> {
  const { ref, actor, at, amountMinor, priority, expiresAt, reason, key } = gift;
  const order = { kind: 'promotional', amountMinor, priority, expiresAt, reason, key } as const;
  const grant = await grantCredit(tx, ref, { ...order, source: 'gift', sourceId: ref.providerId }, at);
  await audit(tx, {
    at,
    organizationId: ref.providerId,
    actor,
    action: 'wallet.credit_given',
    object: grant.id,
    detail: {
      organization_id: ref.organizationId,
      amount: formatAmount({ minor: amountMinor, currency: ref.currency }),
      currency: ref.currency,
      reason,
    },
  });
  return grant;
}

/**
 * Credit that a consumer has paid for; the invoice of the top-up is its natural key. The caller posts the entries with
 * those of the payment.
 */
export async function grantTopUp(
  tx: Db,
  topUp: { ref: WalletRef; invoiceId: string; amountMinor: bigint },
  at: Temporal.Instant,
): Promise<{ grant: Grant; entries: readonly EntryDraft[] }> {
  const { ref, invoiceId, amountMinor } = topUp;
  const days = await store.paidExpiresDays(tx, ref.providerId);
  const expiresAt = days === null ? null : at.add({ hours: 24 * days });
  const order = {
    kind: 'paid',
    amountMinor,
    expiresAt,
    reason: 'Top-up',
    key: `top-up:${invoiceId}`,
  } as const;
  return addCredit(tx, ref, { ...order, source: 'top_up', sourceId: invoiceId }, at);
}
