import type { Check } from '#billing';
import { walletDifferences } from '#wallets';

/** All wallets are compared with the ledger in one go, at night: there is one subject. */
const ALL = 'wallets';

/** Billing checks that the books agree, and knows no wallets. */
export const walletCheck: Check = {
  name: 'wallets.agree',
  says: 'A wallet is what the ledger says, what its grants have left and what its movements come to',
  order: 'nightly',
  chunk: 1,
  atOnce: 1,
  subjects: async (_db, { after }) => (after === '' ? [ALL] : []),
  async examine(db) {
    const found = await walletDifferences(db);
    return found.length === 0 ? [] : [{ subject: ALL, detail: found.slice(0, 20).join('; ') }];
  },
};
