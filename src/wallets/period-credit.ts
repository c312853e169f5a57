/** Credit that a plan includes: bound to a subscription and a billing period, and settled when that is billed. */
import type { Db } from '#kernel';
import type { EntryDraft } from '#ledger';
import * as store from './store-wallets.ts';
import { type Grant, type GrantPeriod, type WalletRef, walletText } from './wallet.ts';
import type { WalletSheet } from './wallet-sheet.ts';
import { holdWalletsById, writeSheets } from './write-sheets.ts';

/** What is included for a billing period, all of it as the plan and its changes have it now. */
export interface IncludedCredit {
  readonly ref: WalletRef;
  readonly period: GrantPeriod;
  readonly amountMinor: bigint;
  /** What is left of it goes on for one more period, so much at most; null: nothing. */
  readonly rolloverMaximumMinor: bigint | null;
  readonly reason: string;
}

/** What the close of a subscription makes of its credit. */
export interface CreditTurn {
  readonly subscriptionId: string;
  /** Of periods that are not billed yet. */
  readonly included: readonly IncludedCredit[];
  /** Credit of periods that end by then is done with; `all`: the subscription has ended; null: of none. */
  readonly billedUntilAt: Temporal.Instant | 'all' | null;
  /** Until when what is carried over lasts; null: nothing follows, and nothing is carried over. */
  readonly carriedUntilAt: Temporal.Instant | null;
}

/**
 * Grants what is included, resizes what a change of plan made more or less of, and ends what is billed. Natural keys are
 * the subscription and the start of the period: the same turn again changes nothing. The caller posts the entries.
 */
export async function turnPeriodCredit(
  tx: Db,
  turns: readonly CreditTurn[],
  at: Temporal.Instant,
): Promise<readonly EntryDraft[]> {
  if (turns.length === 0) return [];
  const known = await store.openPeriodGrants(
    tx,
    turns.map((turn) => turn.subscriptionId),
  );
  const refs = turns.flatMap(({ included }) => included.map(({ ref }) => ref));
  const distinct = [...new Map(refs.map((ref) => [walletText(ref), ref])).values()];
  if (distinct.length > 0) await store.openWallets(tx, distinct, at);
  const wallets = new Map((await store.walletsOf(tx, distinct)).map((one) => [walletText(one), one.id]));
  const sheets = await holdWalletsById(
    tx,
    [...new Set([...wallets.values(), ...known.map((grant) => grant.walletId)])],
    at,
    known.map((grant) => grant.id),
  );
  const own = Map.groupBy(known, (grant) => grant.sourceId);
  for (const turn of turns) {
    const grants = own.get(turn.subscriptionId) ?? [];
    for (const included of turn.included) {
      include(sheets.get(wallets.get(walletText(included.ref))!)!, turn.subscriptionId, included, grants);
    }
    for (const { id, walletId, period } of grants) {
      if (isBilled(period!, turn)) sheets.get(walletId)!.endPeriod(id, turn.carriedUntilAt);
    }
  }
  return writeSheets(tx, sheets.values(), at);
}

function isBilled({ endAt }: GrantPeriod, { billedUntilAt }: CreditTurn): boolean {
  if (billedUntilAt === null || billedUntilAt === 'all') return billedUntilAt !== null;
  return Temporal.Instant.compare(endAt, billedUntilAt) <= 0;
}

function include(
  sheet: WalletSheet,
  subscriptionId: string,
  { ref, period, amountMinor, rolloverMaximumMinor, reason }: IncludedCredit,
  grants: readonly Grant[],
): void {
  const key = `plan:${subscriptionId}:${period.startAt.epochMilliseconds}:${ref.currency}`;
  const present = grants.find((grant) => grant.key === key);
  const source = { source: 'plan', sourceId: subscriptionId } as const;
  const order = { kind: 'promotional', amountMinor, expiresAt: null, period, rolloverMaximumMinor } as const;
  if (present) sheet.resize(present.id, amountMinor, period);
  else if (amountMinor > 0n) sheet.add({ ...order, ...source, reason, key });
}
