import { type Db, Problem } from '#kernel';
import { type EntryDraft, PLATFORM } from '#ledger';
import {
  changeReceivables,
  type Invoice,
  isCollectable,
  lockReceivables,
  type OpenInvoice,
  openMinor,
  policiesOf,
  smaller,
} from '../invoices/index.ts';
import type { Credit, CreditUse } from './credit.ts';
import { creditProblems } from './problems.ts';
import * as store from './store-credits.ts';
import { openInvoicesOf } from './store-open-invoices.ts';

/** What credit was used for: what it paid of each invoice, and the entries to be booked. */
export interface AppliedCredit {
  readonly paid: ReadonlyMap<string, bigint>;
  readonly entries: readonly EntryDraft[];
}

const nothing: AppliedCredit = { paid: new Map(), entries: [] };

/**
 * Uses consumers' credit for invoices that are being issued, oldest credit first: each table in one statement for the whole
 * batch, and one small query where nobody has any. Answers the entries to be booked with the invoices.
 */
export async function applyOnIssue(
  tx: Db,
  invoices: readonly Invoice[],
  at: Temporal.Instant,
): Promise<AppliedCredit> {
  const rich = await store.haveCredit(
    tx,
    invoices.map((invoice) => invoice.organizationId),
  );
  const policyOf = await policiesOf(
    tx,
    invoices.flatMap((one) => (rich.has(one.organizationId) ? [one.providerId] : [])),
  );
  const takers = invoices.filter(
    (one) => rich.has(one.organizationId) && policyOf(one.providerId).applyCredit,
  );
  if (takers.length === 0) return nothing;
  const held = await lockReceivables(
    tx,
    takers.map((invoice) => invoice.id),
  );
  return use(tx, held, at);
}

/** Uses a consumer's credit for what it owes already: oldest due date first. */
export async function applyToOpen(
  tx: Db,
  organizationId: string,
  at: Temporal.Instant,
): Promise<AppliedCredit> {
  const ids = await openInvoicesOf(tx, organizationId, mostInvoices);
  if (ids.length === 0) return nothing;
  const held = (await lockReceivables(tx, ids)).filter(isCollectable);
  const policyOf = await policiesOf(
    tx,
    held.map((invoice) => invoice.providerId),
  );
  return use(
    tx,
    held.filter((invoice) => policyOf(invoice.providerId).applyCredit),
    at,
  );
}

/** Uses credit for one invoice because somebody says so; refuses when there is none of its currency. */
export async function applyByHand(
  tx: Db,
  invoice: OpenInvoice,
  at: Temporal.Instant,
): Promise<readonly EntryDraft[]> {
  const { entries } = await use(tx, [invoice], at);
  if (entries.length === 0) throw new Problem(creditProblems.nothingToCredit);
  return entries;
}

// Owed by one consumer at once; more than that take credit at the next occasion.
const mostInvoices = 500;

async function use(tx: Db, invoices: readonly OpenInvoice[], at: Temporal.Instant): Promise<AppliedCredit> {
  if (invoices.length === 0) return nothing;
  const credits = await store.lockOpenCredits(
    tx,
    invoices.map((invoice) => invoice.organizationId),
  );
  const uses = matchCredit(credits, invoices);
  if (uses.length === 0) return nothing;
  await store.takeFromCredits(
    tx,
    totals(uses, (one) => one.creditId),
  );
  const sequences = await store.insertUses(tx, uses, at);
  const paid = totals(uses, (one) => one.invoiceId);
  const changes = invoices.flatMap((before) => {
    const amount = paid.get(before.invoiceId);
    return amount === undefined
      ? []
      : [{ before, after: { ...before, paidMinor: before.paidMinor + amount } }];
  });
  const settled = await changeReceivables(tx, changes, at);
  const byId = new Map(invoices.map((invoice) => [invoice.invoiceId, invoice]));
  const applied = uses.map((one, index) => useEntry(one, sequences[index]!, byId.get(one.invoiceId)!, at));
  return { paid, entries: [...applied, ...settled] };
}

/** Which credit pays what: oldest credit and earliest due date first, each of its own consumer and currency. */
export function matchCredit(credits: readonly Credit[], invoices: readonly OpenInvoice[]): CreditUse[] {
  const left = credits.map((credit) => ({ credit, minor: credit.remainingMinor }));
  const inOrder = [...invoices].sort(
    (a, b) => Temporal.Instant.compare(a.dueAt, b.dueAt) || (a.invoiceId < b.invoiceId ? -1 : 1),
  );
  const uses: CreditUse[] = [];
  for (const invoice of inOrder) {
    let openLeft = openMinor(invoice);
    for (const one of left) {
      const fits =
        one.credit.organizationId === invoice.organizationId && one.credit.currency === invoice.currency;
      const amountMinor = smaller(one.minor, openLeft);
      if (!fits || amountMinor <= 0n) continue;
      uses.push({ creditId: one.credit.id, invoiceId: invoice.invoiceId, amountMinor });
      one.minor -= amountMinor;
      openLeft -= amountMinor;
    }
  }
  return uses;
}

function totals(uses: readonly CreditUse[], keyOf: (one: CreditUse) => string): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const one of uses) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0n) + one.amountMinor);
  return sums;
}

function useEntry(
  { creditId, invoiceId, amountMinor }: CreditUse,
  sequence: number,
  { providerId: owner, organizationId: counterparty, currency }: OpenInvoice,
  at: Temporal.Instant,
): EntryDraft {
  return {
    key: `credit.applied:${creditId}:${invoiceId}:${sequence}`,
    kind: 'credit.applied',
    source: { type: 'invoice', id: invoiceId },
    effectiveAt: at,
    postings: [
      { account: { code: 'unapplied_credit', owner: PLATFORM, counterparty, currency }, amountMinor },
      { account: { code: 'receivable', owner, counterparty, currency }, amountMinor: -amountMinor },
    ],
  };
}
