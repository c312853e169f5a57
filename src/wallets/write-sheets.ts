import { type Db, emitAll, formatAmount, recordChanges } from '#kernel';
import { type AccountRef, type EntryDraft, withoutZeros } from '#ledger';
import { creditExpired, creditGranted } from './events.ts';
import * as store from './store-wallets.ts';
import {
  balanceOf,
  CREDIT_ACCOUNTS,
  type CreditKind,
  type MovementKind,
  type Wallet,
  type WalletRef,
  walletText,
} from './wallet.ts';
import { type SheetMove, WalletSheet } from './wallet-sheet.ts';

export const WALLET_TOPIC = 'wallet';

export type WalletSheets = ReadonlyMap<string, WalletSheet>;

/** Holds the wallets until the transaction ends, without what has run out by now. By `walletText`; opened where wanted. */
export async function holdWallets(
  tx: Db,
  refs: readonly WalletRef[],
  at: Temporal.Instant,
  { open = false } = {},
): Promise<Map<string, WalletSheet>> {
  if (open) await store.openWallets(tx, refs, at);
  const sheets = await sheetsOf(tx, await store.lockWallets(tx, refs), at);
  return new Map(sheets.map((sheet) => [walletText(sheet.wallet), sheet]));
}

/** The same by id. `grantIds`: grants of theirs that are wanted though they may be empty. */
export async function holdWalletsById(
  tx: Db,
  ids: readonly string[],
  at: Temporal.Instant,
  grantIds: readonly string[] = [],
): Promise<Map<string, WalletSheet>> {
  const sheets = await sheetsOf(tx, await store.lockWalletsById(tx, ids), at, grantIds);
  return new Map(sheets.map((sheet) => [sheet.wallet.id, sheet]));
}

async function sheetsOf(
  tx: Db,
  wallets: readonly Wallet[],
  at: Temporal.Instant,
  grantIds: readonly string[] = [],
): Promise<WalletSheet[]> {
  const ids = wallets.map((wallet) => wallet.id);
  const found = [...(await store.openGrants(tx, ids)), ...(await store.grantsByIds(tx, grantIds))];
  const grants = Map.groupBy(found, (grant) => grant.walletId);
  return wallets.map((wallet) => {
    const sheet = new WalletSheet(wallet, grants.get(wallet.id) ?? [], at);
    sheet.expireDue();
    return sheet;
  });
}

/**
 * Writes what was decided, each table in one statement, and answers what the ledger has to book. The caller posts it
 * together with everything else of its transaction: two posts in one transaction could wait for each other's accounts.
 */
export async function writeSheets(
  tx: Db,
  all: Iterable<WalletSheet>,
  at: Temporal.Instant,
): Promise<EntryDraft[]> {
  const sheets = [...all].filter((sheet) => sheet.touched.size > 0);
  if (sheets.length === 0) return [];
  await store.updateWallets(
    tx,
    sheets.map((sheet) => sheet.wallet),
  );
  const touched = sheets.flatMap((sheet) => sheet.grants.filter(({ id }) => sheet.touched.has(id)));
  const fresh = new Set(sheets.flatMap((sheet) => [...sheet.fresh]));
  await store.insertGrants(
    tx,
    touched.filter(({ id }) => fresh.has(id)),
  );
  await store.updateGrants(
    tx,
    touched.filter(({ id }) => !fresh.has(id)),
  );
  await store.insertMovements(
    tx,
    sheets.flatMap((sheet) => sheet.moves),
  );
  await announce(tx, sheets, at);
  await recordChanges(
    tx,
    WALLET_TOPIC,
    sheets.map((sheet) => sheet.wallet.id),
  );
  return sheets.flatMap((sheet) => entriesOf(sheet.wallet, sheet.moves, at));
}

async function announce(tx: Db, sheets: readonly WalletSheet[], at: Temporal.Instant): Promise<void> {
  const rising = sheets.filter((sheet) => sheet.moves.some((move) => move.amountMinor > 0n));
  await store.raiseLevels(
    tx,
    rising.map(({ wallet }) => ({ walletId: wallet.id, baseMinor: balanceOf(wallet) })),
  );
  const granted = sheets.flatMap((sheet) =>
    sheet.grants
      .filter((grant) => sheet.fresh.has(grant.id))
      .map((grant) => ({
        payload: {
          ...partiesOf(sheet.wallet),
          grant_id: grant.id,
          kind: grant.kind,
          amount: formatAmount({ minor: grant.amountMinor, currency: sheet.wallet.currency }),
          source: grant.source,
        },
        about: { organizationId: sheet.wallet.organizationId, at },
      })),
  );
  await emitAll(tx, creditGranted, granted);
  const expired = sheets.flatMap(({ wallet, moves }) => {
    const lost = moves.reduce((sum, one) => (one.kind === 'expired' ? sum - one.amountMinor : sum), 0n);
    if (lost === 0n) return [];
    const amount = formatAmount({ minor: lost, currency: wallet.currency });
    const about = { organizationId: wallet.organizationId, at };
    return [{ payload: { ...partiesOf(wallet), amount }, about }];
  });
  await emitAll(tx, creditExpired, expired);
}

export function partiesOf(wallet: Wallet) {
  return {
    wallet_id: wallet.id,
    organization_id: wallet.organizationId,
    provider_id: wallet.providerId,
    currency: wallet.currency,
  };
}

/** One entry per fact. */
function entriesOf(wallet: Wallet, moves: readonly SheetMove[], at: Temporal.Instant): EntryDraft[] {
  return [...Map.groupBy(moves, (move) => move.key)].flatMap(([key, own]) => {
    const sums = new Map<string, { account: AccountRef; amountMinor: bigint }>();
    const add = (account: AccountRef, minor: bigint) => {
      const before = sums.get(account.code)?.amountMinor ?? 0n;
      sums.set(account.code, { account, amountMinor: before + minor });
    };
    for (const { credit, kind, amountMinor } of own) {
      add(creditAccount(wallet, credit), -amountMinor);
      add(contraOf(wallet, credit, kind), amountMinor);
    }
    const postings = withoutZeros([...sums.values()]);
    if (postings.length === 0) return [];
    const [{ kind, invoiceId }] = own as [SheetMove];
    const source = invoiceId ? { type: 'invoice', id: invoiceId } : { type: 'wallet', id: wallet.id };
    return [{ key: `wallet:${key}`, kind: `wallet.${kind}`, source, effectiveAt: at, postings }];
  });
}

function creditAccount({ providerId, organizationId, currency }: WalletRef, credit: CreditKind): AccountRef {
  return { code: CREDIT_ACCOUNTS[credit], owner: providerId, counterparty: organizationId, currency };
}

/**
 * Where credit comes from and goes to. Credit that is given costs the provider while it is open; used as a discount, it
 * has made the invoice smaller, so that the expense is taken back. A top-up's money is the provider's the moment its
 * invoice is paid; it is turned into credit from there, and becomes the provider's again when credit pays an invoice.
 */
function contraOf(wallet: WalletRef, credit: CreditKind, kind: MovementKind): AccountRef {
  const { providerId: owner, organizationId, currency } = wallet;
  const own = { owner, counterparty: null, currency };
  switch (kind) {
    case 'settled':
      return { code: 'receivable', owner, counterparty: organizationId, currency };
    case 'granted':
    case 'taken_back':
      return { ...own, code: credit === 'paid' ? 'provider_payable' : 'marketing_expense' };
    case 'expired':
      return { ...own, code: credit === 'paid' ? 'breakage_revenue' : 'marketing_expense' };
    case 'discounted':
    case 'revoked':
      return { ...own, code: 'marketing_expense' };
  }
}
