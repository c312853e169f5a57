import { sql } from 'kysely';
import type { Db, Decimal } from '#kernel';
import type { ChargeKind } from './charge.ts';
import type { InvoiceDraft } from './invoice.ts';
import type { TaxCode } from './tax-facts.ts';

export async function insertLines(
  tx: Db,
  invoices: readonly Pick<InvoiceDraft, 'id' | 'lines' | 'productName' | 'productNames'>[],
): Promise<void> {
  const rows = invoices.flatMap((invoice) =>
    invoice.lines.map((line, index) => [
      invoice.id,
      index + 1,
      line.kind,
      line.itemKey,
      line.sequence,
      line.description,
      line.quantity.toFixed(),
      line.unit,
      line.amountMinor.toString(),
      line.period.startAt.toString(),
      line.period.endAt.toString(),
      line.planVersionId,
      line.highestBatch?.toString() ?? null,
      line.explanation,
      line.taxCode,
      line.taxPercent.toFixed(),
      line.chargedMinor === line.amountMinor ? null : line.chargedMinor.toString(),
      line.subscriptionId,
      invoice.productNames.get(line.subscriptionId) ?? invoice.productName,
    ]),
  );
  await sql`
    insert into billing_invoice_lines (invoice_id, position, kind, item_key, sequence, description, quantity, unit,
      amount_minor, period_start_at, period_end_at, plan_version_id, highest_batch, explanation, tax_code,
      tax_percent, charged_minor, subscription_id, product_name)
    select l->>0, (l->>1)::int, l->>2, l->>3, (l->>4)::int, l->>5, (l->>6)::numeric, l->>7, (l->>8)::bigint,
      (l->>9)::timestamptz, (l->>10)::timestamptz, l->>11, (l->>12)::numeric, l->13, l->>14,
      (l->>15)::numeric, (l->>16)::bigint, l->>17, l->>18
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as l`.execute(tx);
}

export interface InvoiceLine {
  readonly position: number;
  readonly subscriptionId: string;
  readonly productName: string;
  readonly kind: ChargeKind;
  readonly itemKey: string;
  readonly sequence: number;
  readonly description: string;
  readonly quantity: Decimal;
  readonly unit: string;
  /** Without tax. */
  readonly amountMinor: bigint;
  /** With the tax in it where the plan's prices include it. */
  readonly chargedMinor: bigint;
  readonly taxCode: TaxCode;
  /** Of all its taxes together. */
  readonly taxPercent: Decimal;
  readonly periodStartAt: Temporal.Instant;
  readonly periodEndAt: Temporal.Instant;
  readonly planVersionId: string;
  readonly highestBatch: bigint | null;
  readonly explanation: Readonly<Record<string, unknown>>;
}

interface LineRow {
  invoice_id: string;
  position: number;
  subscription_id: string;
  product_name: string;
  kind: ChargeKind;
  item_key: string;
  sequence: number;
  description: string;
  quantity: Decimal;
  unit: string;
  amount_minor: bigint;
  charged_minor: bigint | null;
  tax_code: TaxCode;
  tax_percent: Decimal;
  period_start_at: Temporal.Instant;
  period_end_at: Temporal.Instant;
  plan_version_id: string;
  highest_batch: Decimal | null;
  explanation: Record<string, unknown>;
}

function toLine(row: LineRow): InvoiceLine {
  return {
    position: row.position,
    subscriptionId: row.subscription_id,
    productName: row.product_name,
    kind: row.kind,
    itemKey: row.item_key,
    sequence: row.sequence,
    description: row.description,
    quantity: row.quantity,
    unit: row.unit,
    amountMinor: row.amount_minor,
    chargedMinor: row.charged_minor ?? row.amount_minor,
    taxCode: row.tax_code,
    taxPercent: row.tax_percent,
    periodStartAt: row.period_start_at,
    periodEndAt: row.period_end_at,
    planVersionId: row.plan_version_id,
    highestBatch: row.highest_batch === null ? null : BigInt(row.highest_batch.toFixed(0)),
    explanation: row.explanation,
  };
}

export async function invoiceLines(db: Db, invoiceId: string): Promise<InvoiceLine[]> {
  return (await linesOfInvoices(db, [invoiceId])).get(invoiceId) ?? [];
}

/** The lines of each invoice in their order, in one query. */
export async function linesOfInvoices(
  db: Db,
  invoiceIds: readonly string[],
): Promise<Map<string, InvoiceLine[]>> {
  const { rows } = await sql<LineRow>`
    select * from billing_invoice_lines where invoice_id = any(${[...invoiceIds]}::text[])
    order by invoice_id, position`.execute(db);
  const byInvoice = Map.groupBy(rows, (row) => row.invoice_id);
  return new Map([...byInvoice].map(([id, own]) => [id, own.map(toLine)]));
}
