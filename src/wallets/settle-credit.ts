import { type Db, Problem } from '#kernel';
import type { EntryDraft } from '#ledger';
import { walletProblems } from './problems.ts';
import * as store from './store-wallets.ts';
import { type Grant, type WalletRef, walletText } from './wallet.ts';
import { least } from './wallet-sheet.ts';
import { holdWallets, holdWalletsById, writeSheets } from './write-sheets.ts';

/** What is owed for an invoice that has just been issued. */
export interface Debt extends WalletRef {
  readonly invoiceId: string;
  readonly openMinor: bigint;
}

export interface Settlement {
  /** What credit paid, by invoice; those without are missing. */
  readonly paidMinor: ReadonlyMap<string, bigint>;
  /** For the caller to post with what else it books: the receivable is less by this. */
  readonly entries: readonly EntryDraft[];
}

/**
 * Pays invoices from the paid credit of their consumers, as far as it reaches, in the order given. What is held for
 * calls that are admitted meanwhile is not touched. An invoice is paid from credit once.
 */
export async function settlePaidCredit(
  tx: Db,
  debts: readonly Debt[],
  at: Temporal.Instant,
): Promise<Settlement> {
  const sheets = await holdWallets(tx, debts, at);
  if (sheets.size === 0) return { paidMinor: new Map(), entries: [] };
  const keyOf = ({ invoiceId }: Debt) => `settle:${invoiceId}`;
  const known = await store.knownKeys(tx, debts.map(keyOf));
  const paidMinor = new Map<string, bigint>();
  for (const debt of debts) {
    const sheet = sheets.get(walletText(debt));
    if (!sheet || known.has(keyOf(debt))) continue;
    const wantedMinor = least(debt.openMinor, sheet.freeMinor);
    const fact = { kind: 'settled', key: keyOf(debt), invoiceId: debt.invoiceId } as const;
    const paid = sheet.burn('paid', wantedMinor, fact);
    if (paid > 0n) paidMinor.set(debt.invoiceId, paid);
  }
  return { paidMinor, entries: await writeSheets(tx, sheets.values(), at) };
}

/** Promotional credit that may be taken as a discount. */
export interface PromotionalCredit {
  readonly walletId: string;
  /** In the order in which they are to be used. */
  readonly grants: readonly Grant[];
  /** Of the whole wallet, what is not held for calls. More than this plus what the invoice itself settles of calls must not be taken. */
  readonly freeMinor: bigint;
}

/**
 * What may be taken off before tax, by `walletText`. Within a transaction the wallets are held until it ends, so that what
 * is decided on this answer is what can then be taken.
 */
export async function promotionalCredits(
  tx: Db,
  refs: readonly WalletRef[],
  at: Temporal.Instant,
): Promise<Map<string, PromotionalCredit>> {
  const credits = new Map<string, PromotionalCredit>();
  for (const [text, sheet] of await holdWallets(tx, refs, at)) {
    const grants = sheet.grants.filter((one) => one.kind === 'promotional' && one.remainingMinor > 0n);
    if (grants.length === 0) continue;
    credits.set(text, {
      walletId: sheet.wallet.id,
      grants: grants.sort(usedBefore),
      freeMinor: sheet.freeMinor,
    });
  }
  return credits;
}

function usedBefore(a: Grant, b: Grant): number {
  if (a.priority !== b.priority) return a.priority - b.priority;
  const never = Number.POSITIVE_INFINITY;
  const endOf = ({ period, expiresAt }: Grant) => (period?.endAt ?? expiresAt)?.epochMilliseconds ?? never;
  const [endA, endB] = [endOf(a), endOf(b)];
  if (endA !== endB) return endA < endB ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** A charge of kind `credit` that has been decided. */
export interface Taking {
  readonly grantId: string;
  /** Natural key of the charge: subscription, period, grant, sequence. */
  readonly charge: string;
  /** Positive is taken off the invoice; negative comes back, because the item is now less than what was billed. */
  readonly amountMinor: bigint;
  readonly invoiceId: string | null;
}

/** Takes promotional credit, once per charge. The caller posts the entries. */
export async function takePromotional(
  tx: Db,
  takings: readonly Taking[],
  at: Temporal.Instant,
): Promise<EntryDraft[]> {
  if (takings.length === 0) return [];
  const keyOf = ({ charge }: Taking) => `discount:${charge}`;
  const grantIds = [...new Set(takings.map((one) => one.grantId))];
  const walletOf = new Map(
    (await store.grantsByIds(tx, grantIds)).map((grant) => [grant.id, grant.walletId]),
  );
  const walletIds = [...new Set(walletOf.values())];
  const sheets = await holdWalletsById(tx, walletIds, at, grantIds);
  const known = await store.knownKeys(tx, takings.map(keyOf));
  for (const taking of takings) {
    const sheet = sheets.get(walletOf.get(taking.grantId) ?? '');
    const grant = sheet?.grant(taking.grantId);
    if (!sheet || !grant)
      throw new Problem(walletProblems.creditSpent, { detail: `${taking.grantId} is gone.` });
    if (known.has(keyOf(taking))) continue;
    if (taking.amountMinor > least(grant.remainingMinor, sheet.freeMinor))
      throw new Problem(walletProblems.creditSpent, { detail: `${grant.id} has not that much left.` });
    const fact = { kind: 'discounted', key: keyOf(taking), invoiceId: taking.invoiceId } as const;
    sheet.move(grant.id, -taking.amountMinor, fact);
  }
  return writeSheets(tx, sheets.values(), at);
}
