import {
  type Actor,
  audit,
  type Db,
  formatAmount,
  inTransaction,
  notFound,
  Problem,
  type TimeScope,
} from '#kernel';
import { type EntryDraft, post } from '#ledger';
import { walletProblems } from './problems.ts';
import * as store from './store-wallets.ts';
import type { Grant } from './wallet.ts';
import { least } from './wallet-sheet.ts';
import { holdWalletsById, writeSheets } from './write-sheets.ts';

const walletsPerBatch = 100;

/** Ends whatever has run out, batch by batch. Resolves with how many wallets it looked at. */
export async function expireDueCredit(
  db: Db,
  scope: TimeScope,
  { signal, mostBatches = 100 }: { signal?: AbortSignal; mostBatches?: number } = {},
): Promise<number> {
  let looked = 0;
  for (let batch = 0; batch < mostBatches && !signal?.aborted; batch += 1) {
    const ids = await store.expiringWallets(db, scope, walletsPerBatch);
    if (ids.length === 0) break;
    await inTransaction(db, async (tx) => {
      const sheets = await holdWalletsById(tx, ids, scope.at);
      await post(tx, await writeSheets(tx, sheets.values(), scope.at), scope.at);
    });
    looked += ids.length;
  }
  return looked;
}

export interface Revocation {
  readonly walletId: string;
  readonly grantId: string;
  /** Who gave it. */
  readonly providerId: string;
  readonly reason: string;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/** A provider takes back what is left of credit that it gave, but for what is held for calls. Again it changes nothing. */
export async function revokeGrant(tx: Db, order: Revocation): Promise<Grant> {
  const { walletId, grantId, providerId, actor, reason, at } = order;
  const sheet = (await holdWalletsById(tx, [walletId], at, [grantId])).get(walletId);
  const grant = sheet?.grant(grantId);
  if (!sheet || !grant || sheet.wallet.providerId !== providerId || grant.walletId !== walletId)
    throw notFound('grant');
  if (grant.kind !== 'promotional') throw new Problem(walletProblems.grantNotRevocable);
  const takenMinor = least(grant.remainingMinor, sheet.freeMinor);
  sheet.move(grantId, -takenMinor, { kind: 'revoked', key: `revoke:${grantId}:${grant.movementCount}` });
  await post(tx, await writeSheets(tx, [sheet], at), at);
  const { currency } = sheet.wallet;
  const detail = {
    wallet_id: walletId,
    amount: formatAmount({ minor: takenMinor, currency }),
    currency,
    reason,
  };
  const action = 'wallet.credit_revoked';
  await audit(tx, { at, organizationId: providerId, actor, action, object: grantId, detail });
  return sheet.grant(grantId)!;
}

export interface TakeBack {
  /** Of the top-up. */
  readonly invoiceId: string;
  readonly amountMinor: bigint;
  /** Natural key of the refund or chargeback. */
  readonly key: string;
  readonly at: Temporal.Instant;
  /** A chargeback takes what is there; a refund is refused where credit has been used. */
  readonly mayFallShort: boolean;
}

/**
 * The money of a top-up goes back: so does the credit that it made. What was used of it already cannot come back; the
 * provider, who has been paid with it, bears the rest. The caller posts the entries with those of the refund.
 */
export async function takeBackTopUp(
  tx: Db,
  order: TakeBack,
): Promise<{ takenMinor: bigint; entries: EntryDraft[] }> {
  const { invoiceId, amountMinor, at } = order;
  const grant = await store.topUpGrant(tx, invoiceId);
  if (!grant) throw notFound('grant');
  const sheet = (await holdWalletsById(tx, [grant.walletId], at, [grant.id])).get(grant.walletId)!;
  const key = `take-back:${order.key}`;
  if ((await store.knownKeys(tx, [key])).has(key)) return { takenMinor: 0n, entries: [] };
  const there = least(sheet.grant(grant.id)!.remainingMinor, sheet.freeMinor);
  if (there < amountMinor && !order.mayFallShort) {
    const { currency } = sheet.wallet;
    const detail = `${formatAmount({ minor: there, currency })} ${currency} of it is left.`;
    throw new Problem(walletProblems.creditSpent, { detail });
  }
  const takenMinor = least(there, amountMinor);
  sheet.move(grant.id, -takenMinor, { kind: 'taken_back', key, invoiceId });
  return { takenMinor, entries: await writeSheets(tx, [sheet], at) };
}
