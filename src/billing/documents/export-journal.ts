import { findOrganizations } from '#identity';
import { csvLine, csvText, type Db, formatAmount } from '#kernel';
import { type JournalRow, journalPage } from '#ledger';
import type { ExportSpan } from './export-invoices.ts';

/** What the entries of an export come to, by currency: the two are the same, or there is no export. */
export type JournalTotals = ReadonlyMap<
  string,
  { readonly debitMinor: bigint; readonly creditMinor: bigint }
>;

const entriesPerPage = 500;

const columns = [
  ...['date', 'entry_no', 'source_id', 'event', 'account_code', 'account_name', 'owner', 'party'],
  ...['debit', 'credit', 'currency'],
];

/** The entries of the ledger for another book, whole and balanced. Answers what they come to. */
export async function* exportJournal(
  db: Db,
  span: ExportSpan,
  format: 'csv' | 'json',
): AsyncGenerator<string, JournalTotals> {
  const totals = new Map<string, { debitMinor: bigint; creditMinor: bigint }>();
  if (format === 'csv') yield csvLine(columns);
  else yield '{"entries": [';
  let separator = '\n';
  let afterId: string | null = null;
  for (;;) {
    const rows: JournalRow[] = await journalPage(db, span, { limit: entriesPerPage, afterId });
    const last = rows.at(-1);
    if (!last) break;
    const names = await namesOf(db, rows);
    for (const entry of Map.groupBy(rows, (row) => row.entryId).values()) {
      requireBalanced(entry);
      for (const row of entry) addTo(totals, row);
      if (format === 'csv') for (const row of entry) yield csvRow(row, names);
      else yield `${separator}${JSON.stringify(jsonEntry(entry, names))}`;
      separator = ',\n';
    }
    afterId = last.entryId;
  }
  if (format === 'json') yield '\n]}\n';
  return totals;
}

/** An entry that does not balance is no entry: the ledger refuses to keep one, so somebody changed it there. */
function requireBalanced(entry: readonly JournalRow[]): void {
  const sums = new Map<string, bigint>();
  for (const { account, amountMinor } of entry) {
    sums.set(account.currency, (sums.get(account.currency) ?? 0n) + amountMinor);
  }
  for (const [currency, sum] of sums) {
    if (sum !== 0n) throw new Error(`Entry ${entry[0]!.entryId} is off by ${sum} of ${currency}`);
  }
}

function addTo(
  totals: Map<string, { debitMinor: bigint; creditMinor: bigint }>,
  { account, amountMinor }: JournalRow,
): void {
  const known = totals.get(account.currency) ?? { debitMinor: 0n, creditMinor: 0n };
  if (amountMinor > 0n) known.debitMinor += amountMinor;
  else known.creditMinor -= amountMinor;
  totals.set(account.currency, known);
}

async function namesOf(db: Db, rows: readonly JournalRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = rows.flatMap(({ account }) => [account.owner, account.counterparty ?? []].flat());
  const found = await findOrganizations(db, [...new Set(ids)]);
  return new Map([...found].map(([id, organization]) => [id, organization.legal.name ?? organization.name]));
}

function sides({ account, amountMinor }: JournalRow): { debit: string; credit: string } {
  const text = (minor: bigint) => formatAmount({ minor, currency: account.currency });
  return amountMinor > 0n
    ? { debit: text(amountMinor), credit: text(0n) }
    : { debit: text(0n), credit: text(-amountMinor) };
}

const dayOf = (row: JournalRow) => row.effectiveAt.toString().slice(0, 10);

function csvRow(row: JournalRow, names: ReadonlyMap<string, string>): string {
  const { owner, counterparty, code, currency } = row.account;
  const { debit, credit } = sides(row);
  return csvLine([
    dayOf(row),
    csvText(row.entryId),
    csvText(row.source.id),
    csvText(row.kind),
    csvText(code),
    csvText(row.accountTitle),
    csvText(names.get(owner) ?? owner),
    csvText(counterparty === null ? '' : (names.get(counterparty) ?? counterparty)),
    debit,
    credit,
    currency,
  ]);
}

function jsonEntry(entry: readonly JournalRow[], names: ReadonlyMap<string, string>): unknown {
  const first = entry[0]!;
  return {
    entry_no: first.entryId,
    date: dayOf(first),
    source_id: first.source.id,
    event: first.kind,
    lines: entry.map((row) => {
      const { owner, counterparty, code, currency } = row.account;
      return {
        account: code,
        name: row.accountTitle,
        owner: names.get(owner) ?? owner,
        party: counterparty === null ? null : (names.get(counterparty) ?? counterparty),
        ...sides(row),
        currency,
      };
    }),
  };
}
