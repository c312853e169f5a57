import { type BankTransaction, matchTransfer, readCreditorReference } from '#connectors/payments';
import type { Db } from '#kernel';
import { lockReceivable, openMinor } from '../invoices/index.ts';
import { recordPayment } from './record-payment.ts';
import * as store from './store.ts';
import type { RecordedTransaction } from './store-bank.ts';
import * as bankStore from './store-bank.ts';

/** `conflict`: this id was told before with other content; nothing was changed. */
export type ReconcileResult =
  | { readonly repeated: boolean; readonly transaction: RecordedTransaction }
  | { readonly conflict: true; readonly externalId: string };

/**
 * Books the credits of a bank statement. The bank's id is the natural key: a statement read twice, or one
 * that overlaps the last, changes nothing. What does not fit exactly waits in a queue for a person.
 */
export async function reconcile(
  tx: Db,
  transactions: readonly BankTransaction[],
  at: Temporal.Instant,
): Promise<ReconcileResult[]> {
  await bankStore.lockStatements(tx);
  const known = await bankStore.recordedTransactions(
    tx,
    transactions.map((one) => one.externalId),
  );
  const references = transactions.flatMap((one) => readCreditorReference(one.reference) ?? []);
  const invoiceIds = await store.invoicesByReference(tx, references);
  const results: ReconcileResult[] = [];
  for (const one of transactions) {
    const before = known.get(one.externalId);
    if (before) {
      results.push(
        isSame(before, one)
          ? { repeated: true, transaction: before }
          : { conflict: true, externalId: one.externalId },
      );
      continue;
    }
    const reference = readCreditorReference(one.reference);
    const recorded = await book(tx, one, (reference && invoiceIds.get(reference)) ?? null, at);
    await bankStore.insertTransaction(tx, recorded, at);
    known.set(one.externalId, recorded);
    results.push({ repeated: false, transaction: recorded });
  }
  return results;
}

function isSame(a: BankTransaction, b: BankTransaction): boolean {
  const sameMoney = a.amountMinor === b.amountMinor && a.currency === b.currency;
  return sameMoney && a.reference === b.reference && a.bookedAt.equals(b.bookedAt);
}

async function book(
  tx: Db,
  one: BankTransaction,
  invoiceId: string | null,
  at: Temporal.Instant,
): Promise<RecordedTransaction> {
  const invoice = invoiceId === null ? null : await lockReceivable(tx, invoiceId);
  const item = invoice && {
    invoiceId: invoice.invoiceId,
    currency: invoice.currency,
    openMinor: openMinor(invoice) + invoice.writtenOffMinor,
  };
  const match = matchTransfer(one, item);
  if (match.outcome === 'queued') return { ...one, ...match, invoiceId: null, paymentId: null };
  const money = {
    ...one,
    invoiceId: match.invoiceId,
    source: 'bank',
    feeMinor: 0n,
    receivedAt: one.bookedAt,
  };
  const { payment } = await recordPayment(tx, money, at);
  return { ...one, outcome: match.outcome, reason: null, invoiceId: match.invoiceId, paymentId: payment!.id };
}
