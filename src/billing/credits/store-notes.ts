import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import { readTaxEntry, type TaxEntry, taxEntry } from '../invoices/index.ts';
import type { CreditNote, CreditNoteLine, CreditReason, Remainder } from './credit-note.ts';

export async function insertNote(tx: Db, note: CreditNote): Promise<void> {
  await sql`
    insert into billing_credit_notes (id, number, invoice_id, provider_id, organization_id, currency, reason, note,
      net_minor, tax_minor, total_minor, taxes, line_count, fee_minor, provider_share_minor, offset_minor, remainder,
      issued_by, issued_at)
    values (${note.id}, ${note.number}, ${note.invoiceId}, ${note.providerId}, ${note.organizationId}, ${note.currency},
      ${note.reason}, ${note.note}, ${note.netMinor}, ${note.taxMinor}, ${note.totalMinor},
      ${jsonb(note.taxes.map(taxEntry))}, ${note.lines.length}, ${note.feeMinor}, ${note.shareMinor},
      ${note.offsetMinor}, ${note.remainder}, ${note.issuedBy}, ${note.issuedAt})`.execute(tx);
  const lines = note.lines.map((line, index) => ({
    position: index + 1,
    invoice_position: line.invoicePosition,
    description: line.description,
    amount_minor: line.amountMinor.toString(),
  }));
  await sql`
    insert into billing_credit_note_lines (credit_note_id, position, invoice_id, invoice_position, description,
      amount_minor)
    select ${note.id}, position, ${note.invoiceId}, invoice_position, description, amount_minor
    from jsonb_to_recordset(${jsonb(lines)})
      as l(position int, invoice_position int, description text, amount_minor bigint)`.execute(tx);
}

interface NoteRow {
  id: string;
  number: string;
  invoice_id: string;
  provider_id: string;
  organization_id: string;
  currency: string;
  reason: CreditReason;
  note: string | null;
  net_minor: bigint;
  tax_minor: bigint;
  total_minor: bigint;
  taxes: TaxEntry[];
  fee_minor: bigint;
  provider_share_minor: bigint;
  offset_minor: bigint;
  remainder: Remainder;
  issued_by: string;
  issued_at: Temporal.Instant;
}

function toNote(row: NoteRow, lines: readonly CreditNoteLine[]): CreditNote {
  return {
    id: row.id,
    number: row.number,
    invoiceId: row.invoice_id,
    providerId: row.provider_id,
    organizationId: row.organization_id,
    currency: row.currency,
    reason: row.reason,
    note: row.note,
    netMinor: row.net_minor,
    taxMinor: row.tax_minor,
    totalMinor: row.total_minor,
    taxes: row.taxes.map(readTaxEntry),
    feeMinor: row.fee_minor,
    shareMinor: row.provider_share_minor,
    offsetMinor: row.offset_minor,
    remainder: row.remainder,
    issuedBy: row.issued_by,
    issuedAt: row.issued_at,
    lines,
  };
}

async function withLines(db: Db, rows: readonly NoteRow[]): Promise<CreditNote[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const found = await sql<{
    credit_note_id: string;
    invoice_position: number;
    description: string;
    amount_minor: bigint;
  }>`
    select * from billing_credit_note_lines where credit_note_id = any(${ids}::text[])
    order by credit_note_id, position`.execute(db);
  const lines = Map.groupBy(found.rows, (row) => row.credit_note_id);
  return rows.map((row) =>
    toNote(
      row,
      (lines.get(row.id) ?? []).map((line) => ({
        invoicePosition: line.invoice_position,
        description: line.description,
        amountMinor: line.amount_minor,
      })),
    ),
  );
}

export interface NoteFilter {
  /** The buyer or the seller must be this organization; null: any. */
  readonly partyId: string | null;
  readonly invoiceId: string | null;
}

/** Latest first. */
export async function listNotes(
  db: Db,
  { partyId, invoiceId }: NoteFilter,
  page: { limit: number; afterId: string | null },
): Promise<CreditNote[]> {
  const { rows } = await sql<NoteRow>`
    select * from billing_credit_notes
    where (${partyId}::text is null or organization_id = ${partyId} or provider_id = ${partyId})
      and (${invoiceId}::text is null or invoice_id = ${invoiceId})
      and (${page.afterId}::text is null or id < ${page.afterId})
    order by id desc limit ${page.limit}`.execute(db);
  return withLines(db, rows);
}

export async function findNote(db: Db, id: string): Promise<CreditNote | null> {
  const { rows } = await sql<NoteRow>`select * from billing_credit_notes where id = ${id}`.execute(db);
  return (await withLines(db, rows))[0] ?? null;
}

/** All credit notes of an invoice, oldest first. */
export async function notesOf(db: Db, invoiceId: string): Promise<CreditNote[]> {
  const { rows } = await sql<NoteRow>`
    select * from billing_credit_notes where invoice_id = ${invoiceId} order by id`.execute(db);
  return withLines(db, rows);
}

/** Whether this invoice is a top-up whose credit is in a wallet by now. Held, so that it does not get there meanwhile. */
export async function isToppedUp(tx: Db, invoiceId: string): Promise<boolean> {
  const { rows } = await sql<{ state: string }>`
    select state from billing_top_ups where invoice_id = ${invoiceId} for update`.execute(tx);
  return rows[0]?.state === 'paid';
}
