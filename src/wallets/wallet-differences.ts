import { type Db, formatAmount } from '#kernel';
import { type AccountBalance, type AccountCode, accountBalances } from '#ledger';
import { heldDifferences } from './store-leases.ts';
import { inconsistencies, listWallets } from './store-reading.ts';
import { CREDIT_ACCOUNTS, type CreditKind, type Wallet, walletText } from './wallet.ts';

const page = 1000;
const mostInconsistencies = 100;
const everybody = { partyId: null, organizationId: null, providerId: null };

/**
 * What should be impossible: a wallet that differs from its accounts in the ledger, from its grants, or these from
 * their movements. Empty when all is well. Read within one snapshot, or while nobody writes.
 */
export async function walletDifferences(db: Db): Promise<string[]> {
  const found = await inconsistencies(db, mostInconsistencies);
  found.push(...(await heldDifferences(db, mostInconsistencies)));
  const wallets = await allWallets(db);
  for (const kind of ['paid', 'promotional'] as const) {
    const booked = await bookedOn(db, CREDIT_ACCOUNTS[kind]);
    for (const wallet of wallets) {
      const minor = booked.get(walletText(wallet)) ?? 0n;
      booked.delete(walletText(wallet));
      const own = kind === 'paid' ? wallet.paidMinor : wallet.promotionalMinor;
      if (minor !== own) found.push(differenceText(wallet, kind, own, minor));
    }
    for (const [text, minor] of booked)
      if (minor !== 0n)
        found.push(`the ledger has ${minor} of ${kind} credit for ${text}, which has no wallet`);
  }
  return found;
}

function differenceText(wallet: Wallet, kind: CreditKind, own: bigint, booked: bigint): string {
  const { id, currency } = wallet;
  const text = (minor: bigint) => formatAmount({ minor, currency });
  return `${id} has ${text(own)} ${currency} of ${kind} credit, the ledger ${text(booked)}`;
}

async function allWallets(db: Db): Promise<Wallet[]> {
  const all: Wallet[] = [];
  for (let afterId: string | null = null; ; ) {
    const rows = await listWallets(db, everybody, { limit: page, afterId });
    all.push(...rows);
    afterId = rows.at(-1)?.id ?? null;
    if (rows.length < page) return all;
  }
}

/** Credit by wallet as the ledger has it. */
async function bookedOn(db: Db, code: AccountCode): Promise<Map<string, bigint>> {
  const booked = new Map<string, bigint>();
  for (let afterId: string | null = null; ; ) {
    const rows: AccountBalance[] = await accountBalances(db, { code }, { limit: page, afterId });
    for (const { account, balanceMinor } of rows) {
      const { counterparty, owner: providerId, currency } = account;
      const text = walletText({ organizationId: counterparty ?? '', providerId, currency });
      booked.set(text, -balanceMinor);
    }
    afterId = rows.at(-1)?.id ?? null;
    if (rows.length < page) return booked;
  }
}
