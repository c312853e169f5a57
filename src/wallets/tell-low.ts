import { amountDecimal, type Db, decimalText, emitAll, formatAmount, inTransaction, ZERO } from '#kernel';
import { walletLow } from './events.ts';
import type { LiveUse } from './routes.ts';
import { lowTold, watchedWallets } from './store-levels.ts';
import { balanceOf, type Wallet } from './wallet.ts';
import { partiesOf } from './write-sheets.ts';

/**
 * Announces wallets with less than their consumers' own thresholds, counting what calls have used and no invoice has
 * settled yet: once, until there was more again.
 */
export async function tellLowCredit(
  db: Db,
  walletIds: readonly string[],
  liveUse: LiveUse,
  at: Temporal.Instant,
): Promise<void> {
  const watched = await watchedWallets(db, walletIds);
  if (watched.length === 0) return;
  const used = await liveUse(
    db,
    watched.map(({ wallet }) => wallet.id),
  );
  const availableOf = (wallet: Wallet) =>
    amountDecimal({ minor: balanceOf(wallet), currency: wallet.currency }).minus(used.get(wallet.id) ?? ZERO);
  const seen = watched.map(({ wallet, lowAtMinor, isTold }) => {
    const available = availableOf(wallet);
    const isLow = available.lt(amountDecimal({ minor: lowAtMinor, currency: wallet.currency }));
    return { wallet, lowAtMinor, isTold, isLow, available };
  });
  const changed = seen.filter((one) => one.isLow !== one.isTold);
  if (changed.length === 0) return;
  await inTransaction(db, async (tx) => {
    const marks = changed.map(({ wallet, lowAtMinor, isLow }) => ({
      walletId: wallet.id,
      lowAtMinor,
      isLow,
    }));
    const marked = new Set(await lowTold(tx, marks));
    const facts = changed
      .filter(({ wallet, isLow }) => isLow && marked.has(wallet.id))
      .map(({ wallet, lowAtMinor, available }) => ({
        payload: {
          ...partiesOf(wallet),
          threshold: formatAmount({ minor: lowAtMinor, currency: wallet.currency }),
          available: decimalText(available),
        },
        about: { organizationId: wallet.organizationId, at },
      }));
    await emitAll(tx, walletLow, facts);
  });
}
