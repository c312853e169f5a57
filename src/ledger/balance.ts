import type { Db, Money } from '#kernel';
import type { AccountRef } from './chart.ts';
import * as store from './store.ts';

/** The balance of one account, debit positive; zero when nothing was ever posted to it. */
export async function balance(db: Db, account: AccountRef): Promise<Money> {
  const filter = { ...account, counterparty: account.counterparty ?? '' };
  const [row] = await store.accountBalances(db, filter, { limit: 1, afterId: null });
  return { minor: row?.balanceMinor ?? 0n, currency: account.currency };
}
