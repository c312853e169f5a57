import {
  type Clock,
  currencyDigits,
  type Db,
  type Decimal,
  decimal,
  inTransaction,
  Problem,
  round,
  ZERO,
} from '#kernel';
import { balanceOf, type LiveUse, type WalletRef, walletsOf, walletText } from '#wallets';
import type { CloseDeps } from '../invoices/close-batch.ts';
import { suspend } from './credit-top-up.ts';
import { startAttempt } from './start-attempt.ts';
import { startTopUp } from './start-top-up.ts';
import * as store from './store-top-ups.ts';
import { type AutoTopUp, isDue, monthStart } from './top-up.ts';

export interface AutoTopUpDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly close: Pick<CloseDeps, 'sources' | 'defaults'>;
  readonly liveUse: LiveUse;
}

const pageSize = 500;
const BEFORE_ALL: WalletRef = { organizationId: '', providerId: '', currency: '' };

/** Buys credit for those whose wallets run low. Answers how many top-ups it began. */
export async function startDueTopUps(
  deps: AutoTopUpDeps,
  organizationId: string | null = null,
  mostPages = 20,
): Promise<number> {
  const at = deps.clock.now(organizationId ?? undefined);
  let started = 0;
  let after = BEFORE_ALL;
  for (let page = 0; page < mostPages; page += 1) {
    const autos = await store.activeAutoTopUps(deps.db, { after, organizationId }, pageSize);
    const available = await availableOf(deps, autos);
    for (const auto of autos) {
      const low = (available.get(walletText(auto)) ?? 0n) < auto.thresholdMinor;
      if (low && (await startOne(deps, auto, at))) started += 1;
    }
    after = autos.at(-1) ?? after;
    if (autos.length < pageSize) break;
  }
  return started;
}

/** By `walletText`, in minor units, rounded down; those who never had credit are missing. */
async function availableOf(
  { db, liveUse }: Pick<AutoTopUpDeps, 'db' | 'liveUse'>,
  refs: readonly WalletRef[],
): Promise<Map<string, bigint>> {
  const wallets = await walletsOf(db, refs);
  const used = await liveUse(
    db,
    wallets.map((wallet) => wallet.id),
  );
  return new Map(
    wallets.map((wallet) => [
      walletText(wallet),
      balanceOf(wallet) - upToMinor(used.get(wallet.id) ?? ZERO, wallet.currency),
    ]),
  );
}

function upToMinor(used: Decimal, currency: string): bigint {
  return BigInt(round(used.times(decimal(`1e${currencyDigits(currency)}`)), 0, 'ceil').toFixed(0));
}

async function startOne(deps: AutoTopUpDeps, seen: AutoTopUp, at: Temporal.Instant): Promise<boolean> {
  try {
    return await buy(deps, seen, at);
  } catch (error) {
    // Nothing to charge, or nobody to charge it for: what was begun is undone, and the consumer is told.
    if (!(error instanceof Problem)) throw error;
    await inTransaction(deps.db, (tx) => suspend(tx, seen, error.kind.title, at));
    return false;
  }
}

/** Under the rule's own lock, looked at once more: whoever came first has bought already. */
function buy(deps: AutoTopUpDeps, seen: AutoTopUp, at: Temporal.Instant): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    const auto = await store.claimAutoTopUp(tx, seen);
    if (!auto) return false;
    const bought = await store.boughtAutomatically(tx, auto, monthStart(at));
    const available = await availableOf({ ...deps, db: tx }, [auto]);
    const availableMinor = available.get(walletText(auto)) ?? 0n;
    if (bought.hasOpen || !isDue(auto, { availableMinor, boughtThisMonthMinor: bought.minor, at }))
      return false;
    const { organizationId, providerId, currency, amountMinor } = auto;
    const ref = { organizationId, providerId, currency };
    const { invoiceId } = await startTopUp(tx, deps.close, { ref, amountMinor, automatic: true, at });
    await startAttempt(tx, { invoiceId, organizationId, paymentMethodId: auto.paymentMethodId, at });
    await store.markStarted(tx, ref, at);
    return true;
  });
}
