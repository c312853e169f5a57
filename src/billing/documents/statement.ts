import { csvLine, csvText, formatAmount } from '#kernel';
import type { AccountSpan, SpanRow } from '#ledger';
import type { DayPeriod, DocumentParty } from './document.ts';
import { dayOf } from './of-invoice.ts';

/** A consumer's account with one provider over a period. The ledger's receivable, in words. */
export interface Statement {
  readonly seller: DocumentParty;
  readonly buyer: DocumentParty;
  readonly currency: string;
  readonly period: DayPeriod;
  readonly timeZone: string;
  readonly locale: string;
  /** What was owed before the first day. */
  readonly opening: string;
  readonly entries: readonly StatementEntry[];
  /** All that was asked for, and all that was taken off. */
  readonly charged: string;
  readonly credited: string;
  /** What is owed at the end of the last day. */
  readonly closing: string;
}

export interface StatementEntry {
  readonly on: Temporal.PlainDate;
  readonly kind: string;
  readonly description: string;
  /** The invoice, payment or whatever it is of. */
  readonly source: { readonly type: string; readonly id: string };
  /** More to pay where positive. */
  readonly amount: string;
  /** After it. */
  readonly balance: string;
}

const names: Readonly<Record<string, string>> = {
  'invoice.issued': 'Invoice',
  'payment.received': 'Payment',
  'credit_note.issued': 'Credit note',
  'credit.applied': 'Credit used for',
  'wallet.settled': 'Prepaid credit used for',
  'invoice.written_off': 'Written off',
  'invoice.reinstated': 'Owed again',
};

export function statementOf(
  span: AccountSpan,
  about: Pick<Statement, 'seller' | 'buyer' | 'currency' | 'period' | 'timeZone' | 'locale'>,
  numberOf: (source: SpanRow['source']) => string,
): Statement {
  const { currency, timeZone } = about;
  const major = (minor: bigint) => formatAmount({ minor, currency });
  let balance = span.openingMinor;
  let charged = 0n;
  let credited = 0n;
  const entries = span.rows.map((row) => {
    balance += row.amountMinor;
    if (row.amountMinor > 0n) charged += row.amountMinor;
    else credited -= row.amountMinor;
    const name = names[row.kind] ?? row.kind.replaceAll(/[._]/g, ' ');
    return {
      on: dayOf(row.effectiveAt, timeZone),
      kind: row.kind,
      description: `${name} ${numberOf(row.source)}`,
      source: row.source,
      amount: major(row.amountMinor),
      balance: major(balance),
    };
  });
  return {
    ...about,
    opening: major(span.openingMinor),
    entries,
    charged: major(charged),
    credited: major(credited),
    closing: major(balance),
  };
}

const columns = ['date', 'kind', 'description', 'source_id', 'amount', 'balance', 'currency'];

export function statementCsv({ entries, currency, opening, closing, period }: Statement): string {
  const edge = (day: Temporal.PlainDate, kind: string, balance: string) =>
    csvLine([day.toString(), kind, '', '', '', balance, currency]);
  const rows = entries.map((entry) =>
    csvLine([
      entry.on.toString(),
      csvText(entry.kind),
      csvText(entry.description),
      csvText(entry.source.id),
      entry.amount,
      entry.balance,
      currency,
    ]),
  );
  return [
    csvLine(columns),
    edge(period.startOn, 'opening_balance', opening),
    ...rows,
    edge(period.endOn, 'closing_balance', closing),
  ].join('');
}
