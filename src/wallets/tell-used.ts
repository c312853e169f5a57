import { amountDecimal, type Db, decimalText, emitAll, inTransaction, ZERO } from '#kernel';
import { creditUsed } from './events.ts';
import type { LiveUse } from './routes.ts';
import { type LevelRow, readLevels, tellLevels } from './store-levels.ts';
import { balanceOf } from './wallet.ts';
import { partiesOf } from './write-sheets.ts';

const LEVELS = [100, 80] as const;

/**
 * Announces what share of a wallet's credit is used: 80 and 100 percent of what there was when it last rose, once each
 * until it rises again, counting what calls have used and no invoice has settled yet.
 */
export async function tellUsedCredit(
  db: Db,
  walletIds: readonly string[],
  liveUse: LiveUse,
  at: Temporal.Instant,
): Promise<void> {
  const rows = (await readLevels(db, walletIds)).filter((row) => row.toldPercent < 100);
  if (rows.length === 0) return;
  const used = await liveUse(
    db,
    rows.map(({ wallet }) => wallet.id),
  );
  const reached = rows.flatMap((row) => {
    const { currency } = row.wallet;
    const balance = amountDecimal({ minor: balanceOf(row.wallet), currency });
    const available = balance.minus(used.get(row.wallet.id) ?? ZERO);
    const base = amountDecimal({ minor: row.baseMinor, currency });
    const percent = LEVELS.find((level) => available.times(100).lte(base.times(100 - level)));
    return percent !== undefined && percent > row.toldPercent ? [{ ...row, percent, available }] : [];
  });
  if (reached.length === 0) return;
  await inTransaction(db, async (tx) => {
    const told = new Set(await tellLevels(tx, reached.map(levelOf)));
    const facts = reached
      .filter(({ wallet }) => told.has(wallet.id))
      .map(({ wallet, percent, available }) => ({
        payload: { ...partiesOf(wallet), percent, available: decimalText(available) },
        about: { organizationId: wallet.organizationId, at },
      }));
    await emitAll(tx, creditUsed, facts);
  });
}

function levelOf({ wallet, baseMinor, percent }: LevelRow & { percent: number }) {
  return { walletId: wallet.id, baseMinor, percent };
}
