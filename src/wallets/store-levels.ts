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
