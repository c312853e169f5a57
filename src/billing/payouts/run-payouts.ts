import { type Db, type Decimal, emitAll, formatAmount, newId, roundToMinor } from '#kernel';
import { type AccountRef, isSandboxOwner, lockBalances, PLATFORM, post } from '#ledger';
import { payoutCreated } from './events.ts';
import type { Payout } from './payout.ts';
import * as store from './store.ts';

export interface PayoutOrder {
  /** Names the run: a second one under the same key answers what the first did and pays nothing. */
  readonly key: string;
  /** Smaller balances wait, in major units of each currency. */
  readonly minimum: Decimal;
  /** Only these; null: all. */
  readonly currency: string | null;
  readonly requestedBy: string;
  readonly at: Temporal.Instant;
}

export interface HeldBalance {
  readonly providerId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly reason: 'below_minimum' | 'no_payout_account';
}

export interface PayoutRun {
  readonly key: string;
  readonly repeated: boolean;
  readonly payouts: readonly Payout[];
  /** What stays with us and why; known only when the run is made. */
  readonly held: readonly HeldBalance[];
}

const mostPerRun = 100_000;

/** Pays every provider what is payable, one payout per provider and currency. */
export async function runPayouts(tx: Db, order: PayoutOrder): Promise<PayoutRun> {
  if (!(await store.insertRun(tx, order.key, order.requestedBy, order.at))) {
    const filter = { providerId: null, runKey: order.key };
    const payouts = await store.listPayouts(tx, filter, { limit: mostPerRun, afterId: null });
    return { key: order.key, repeated: true, payouts, held: [] };
  }
  // Held until the commit: no other run can see the same money.
  const balances = await lockBalances(tx, { code: 'provider_payable', currency: order.currency });
  const payable = balances.filter((one) => one.balanceMinor < 0n && !isSandboxOwner(one.account.owner));
  const accounts = await store.payoutAccounts(
    tx,
    payable.map((one) => one.account.owner),
  );
  const payouts: Payout[] = [];
  const held: HeldBalance[] = [];
  for (const { account, balanceMinor } of payable) {
    const { owner: providerId, currency } = account;
    const amountMinor = -balanceMinor;
    const destination = accounts.get(providerId);
    if (amountMinor < roundToMinor(order.minimum, currency)) {
      held.push({ providerId, currency, amountMinor, reason: 'below_minimum' });
    } else if (!destination) {
      held.push({ providerId, currency, amountMinor, reason: 'no_payout_account' });
    } else {
      payouts.push({
        id: newId('po'),
        runKey: order.key,
        providerId,
        currency,
        amountMinor,
        state: 'in_transit',
        holderName: destination.holderName,
        iban: destination.iban,
        reason: null,
        createdAt: order.at,
        updatedAt: order.at,
      });
    }
  }
  await store.insertPayouts(tx, payouts);
  const about = (payout: Payout) => ({ organizationId: payout.providerId, at: order.at });
  await emitAll(
    tx,
    payoutCreated,
    payouts.map((payout) => ({ payload: factsOf(payout), about: about(payout) })),
  );
  await book(tx, payouts, 'created', order.at);
  return { key: order.key, repeated: false, payouts, held };
}

export function factsOf(payout: Payout) {
  return {
    payout_id: payout.id,
    provider_id: payout.providerId,
    amount: formatAmount({ minor: payout.amountMinor, currency: payout.currency }),
    currency: payout.currency,
    run_key: payout.runKey,
  };
}

export type PayoutMove = 'created' | 'paid' | 'failed' | 'returned';

/** Which account a step takes the money from (debit) and where it puts it (credit). */
function legs({ providerId, currency }: Payout): Record<PayoutMove, { from: AccountRef; to: AccountRef }> {
  const own = { owner: providerId, counterparty: null, currency };
  const payable: AccountRef = { ...own, code: 'provider_payable' };
  const inTransit: AccountRef = { ...own, code: 'payout_in_transit' };
  const bank: AccountRef = { code: 'bank', owner: PLATFORM, counterparty: null, currency };
  return {
    created: { from: payable, to: inTransit },
    paid: { from: inTransit, to: bank },
    failed: { from: inTransit, to: payable },
    returned: { from: bank, to: payable },
  };
}

export async function book(
  tx: Db,
  payouts: readonly Payout[],
  move: PayoutMove,
  at: Temporal.Instant,
): Promise<void> {
  const entries = payouts.map((payout) => {
    const { from, to } = legs(payout)[move];
    return {
      key: `payout.${move}:${payout.id}`,
      kind: `payout.${move}`,
      source: { type: 'payout', id: payout.id },
      effectiveAt: at,
      postings: [
        { account: from, amountMinor: payout.amountMinor },
        { account: to, amountMinor: -payout.amountMinor },
      ],
    };
  });
  await post(tx, entries, at);
}
