import { sql } from 'kysely';
import type { Db } from '#kernel';
import { toWallet, type WalletRow } from './store-wallets.ts';
import type { Wallet } from './wallet.ts';

export interface LevelRow {
  readonly wallet: Wallet;
  /** What the balance was when it last rose. */
  readonly baseMinor: bigint;
  readonly toldPercent: number;
}

/** Of wallets that ever had credit. */
export async function readLevels(db: Db, walletIds: readonly string[]): Promise<LevelRow[]> {
  const { rows } = await sql<WalletRow & { level_base_minor: bigint; told_percent: number }>`
    select * from wallets_wallets where id = any(${[...walletIds]}::text[]) and level_base_minor > 0
    order by id`.execute(db);
  return rows.map((row) => {
    return { wallet: toWallet(row), baseMinor: row.level_base_minor, toldPercent: row.told_percent };
  });
}

export interface WatchedWallet {
  readonly wallet: Wallet;
  readonly lowAtMinor: bigint;
  readonly isTold: boolean;
}

/** Those of the wallets whose consumers want to hear when there is little left. */
export async function watchedWallets(db: Db, walletIds: readonly string[]): Promise<WatchedWallet[]> {
  const { rows } = await sql<WalletRow & { low_told: boolean; low_at_minor: bigint }>`
    select * from wallets_wallets where id = any(${[...walletIds]}::text[]) and low_at_minor is not null
    order by id`.execute(db);
  return rows.map((row) => {
    return { wallet: toWallet(row), lowAtMinor: row.low_at_minor, isTold: row.low_told };
  });
}

/** Null: no threshold. Another one is news again. */
export async function saveLowAt(tx: Db, walletId: string, minor: bigint | null): Promise<void> {
  await sql`
    update wallets_wallets set low_at_minor = ${minor}, low_told = false
    where id = ${walletId} and low_at_minor is distinct from ${minor}`.execute(tx);
}

/** Marks what was seen; answers the wallets of which it is news. */
export async function lowTold(
  tx: Db,
  marks: readonly { walletId: string; lowAtMinor: bigint; isLow: boolean }[],
): Promise<string[]> {
  const rows = marks.map(({ walletId, lowAtMinor, isLow }) => [walletId, lowAtMinor.toString(), isLow]);
  const told = await sql<{ id: string }>`
    update wallets_wallets w set low_told = (n->>2)::boolean
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as n
    where w.id = n->>0 and w.low_at_minor = (n->>1)::bigint and w.low_told <> (n->>2)::boolean
    returning w.id`.execute(tx);
  return told.rows.map((row) => row.id);
}

/** Marks levels as told; answers the wallets of which they are news and whose balance has not risen meanwhile. */
export async function tellLevels(
  tx: Db,
  levels: readonly { walletId: string; baseMinor: bigint; percent: number }[],
): Promise<string[]> {
  const rows = levels.map(({ walletId, baseMinor, percent }) => [walletId, baseMinor.toString(), percent]);
  const told = await sql<{ id: string }>`
    update wallets_wallets w set told_percent = (n->>2)::int
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as n
    where w.id = n->>0 and w.level_base_minor = (n->>1)::bigint and w.told_percent < (n->>2)::int
    returning w.id`.execute(tx);
  return told.rows.map((row) => row.id);
}
