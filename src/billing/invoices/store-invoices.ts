import { sql } from 'kysely';
import type { Db, Decimal } from '#kernel';
import type { InvoiceCause } from './cause.ts';
import type { ChargeKind } from './charge.ts';
import type { Invoice, InvoiceDraft, InvoiceState } from './invoice.ts';
import type { Receivable, ReceivableState } from './receivable.ts';
import type { InputBatch } from './recorded-inputs.ts';
import type { Party } from './sources.ts';
import { readTaxEntry, type TaxEntry, taxEntry } from './store-tax.ts';
import type { TaxCode } from './tax-facts.ts';

/** Takes a run of numbers for each seller. The series stay locked until the end of the transaction. */
export async function allocateNumbers(
  tx: Db,
  series: 'invoice' | 'credit_note',
  wanted: readonly { sellerId: string; prefix: string; count: number }[],
): Promise<Map<string, { prefix: string; first: bigint }>> {
  const rows = wanted.map(({ sellerId, prefix, count }) => ({ seller_id: sellerId, prefix, count }));
  const taken = await sql<{ seller_id: string; prefix: string; last_number: bigint }>`
    insert into billing_number_series as s (seller_id, series, prefix, last_number)
    select seller_id, ${series}, prefix, count from json_to_recordset(${JSON.stringify(rows)}::json)
      as w(seller_id text, prefix text, count bigint) order by seller_id
    on conflict (seller_id, series) do update set last_number = s.last_number + excluded.last_number
    returning seller_id, prefix, last_number`.execute(tx);
  const counts = new Map(wanted.map((one) => [one.sellerId, BigInt(one.count)]));
  return new Map(
    taken.rows.map((row) => {
      const first = row.last_number - counts.get(row.seller_id)! + 1n;
      return [row.seller_id, { prefix: row.prefix, first }];
    }),
  );
}

export async function nextPaymentReferences(tx: Db, count: number): Promise<bigint[]> {
  const { rows } = await sql<{ number: bigint }>`
    select nextval('billing_payment_references') as number from generate_series(1, ${count}::int)`.execute(
    tx,
  );
  return rows.map((row) => row.number);
}

/** `inputs` are of these invoices; without them an invoice cannot be replayed. */
export async function insertInvoices(
  tx: Db,
  invoices: readonly InvoiceDraft[],
  inputs: Pick<InputBatch, 'id' | 'digests'> | null = null,
): Promise<void> {
  if (invoices.length === 0) return;
  const rows = invoices.map((invoice) => ({
    id: invoice.id,
    state: invoice.state,
    number: invoice.number,
    cause: invoice.cause,
    subscription_id: invoice.subscriptionId,
    period_start_at: invoice.period.startAt.toString(),
    period_end_at: invoice.period.endAt.toString(),
    sequence: invoice.sequence,
    provider_id: invoice.providerId,
    organization_id: invoice.organizationId,
    product_id: invoice.productId,
    product_name: invoice.productName,
    time_zone: invoice.timeZone,
    currency: invoice.currency,
    net_minor: invoice.netMinor.toString(),
    tax_minor: invoice.taxMinor.toString(),
    total_minor: invoice.totalMinor.toString(),
    taxes: invoice.taxes.map(taxEntry),
    line_count: invoice.lineCount,
    fee_basis_points: invoice.feeBasisPoints,
    fee_minor: invoice.feeMinor.toString(),
    provider_share_minor: invoice.shareMinor.toString(),
    seller: invoice.seller,
    buyer: invoice.buyer,
    payment_reference: invoice.paymentReference,
    created_at: invoice.createdAt.toString(),
    issued_at: invoice.issuedAt?.toString() ?? null,
    due_at: invoice.dueAt?.toString() ?? null,
    run_id: invoice.runId,
    ...inputsColumns(invoice, inputs),
    finalize_at: invoice.finalizeAt?.toString() ?? null,
  }));
  await sql`
    insert into billing_invoices
    select * from jsonb_populate_recordset(null::billing_invoices, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  );
  await insertLines(tx, invoices);
}

function inputsColumns({ id }: Invoice, inputs: Pick<InputBatch, 'id' | 'digests'> | null) {
  const digest = inputs?.digests.get(id);
  return digest ? { inputs_batch: inputs!.id, inputs_digest: `\\x${digest.toString('hex')}` } : {};
}

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

/** Turns drafts into issued invoices; the last change that their rows ever see. */
export async function markIssued(tx: Db, invoices: readonly Invoice[]): Promise<void> {
  const rows = invoices.map(({ id, number, issuedAt, dueAt }) => {
    return { id, number, issued_at: issuedAt!.toString(), due_at: dueAt!.toString() };
  });
  await sql`
    update billing_invoices i set state = 'issued', number = n.number, issued_at = n.issued_at, due_at = n.due_at,
      finalize_at = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n(id text, number text, issued_at timestamptz, due_at timestamptz) where i.id = n.id`.execute(tx);
}

interface InvoiceRow {
  id: string;
  state: InvoiceState;
  number: string | null;
  cause: InvoiceCause;
  subscription_id: string;
  period_start_at: Temporal.Instant;
  period_end_at: Temporal.Instant;
  sequence: number;
  provider_id: string;
  organization_id: string;
  product_id: string;
  product_name: string;
  time_zone: string;
  currency: string;
  net_minor: bigint;
  tax_minor: bigint;
  total_minor: bigint;
  taxes: TaxEntry[];
  line_count: number;
  fee_basis_points: number;
  fee_minor: bigint;
  provider_share_minor: bigint;
  seller: Party;
  buyer: Party;
  payment_reference: string;
  created_at: Temporal.Instant;
  issued_at: Temporal.Instant | null;
  due_at: Temporal.Instant | null;
  run_id: string | null;
  finalize_at: Temporal.Instant | null;
}

/** Invoices from before these fields were kept have the lines of the address alone. */
const unknownPlace = { street: null, additionalStreet: null, city: null, postalCode: null, region: null };

function toInvoice(row: InvoiceRow): Invoice {
  return {
    id: row.id,
    state: row.state,
    number: row.number,
    cause: row.cause,
    subscriptionId: row.subscription_id,
    period: { startAt: row.period_start_at, endAt: row.period_end_at },
    sequence: row.sequence,
    providerId: row.provider_id,
    organizationId: row.organization_id,
    productId: row.product_id,
    productName: row.product_name,
    timeZone: row.time_zone,
    currency: row.currency,
    netMinor: row.net_minor,
    taxMinor: row.tax_minor,
    totalMinor: row.total_minor,
    taxes: row.taxes.map(readTaxEntry),
    lineCount: row.line_count,
    feeBasisPoints: row.fee_basis_points,
    feeMinor: row.fee_minor,
    shareMinor: row.provider_share_minor,
    seller: { ...unknownPlace, ...row.seller },
    buyer: { ...unknownPlace, ...row.buyer },
    paymentReference: row.payment_reference,
    createdAt: row.created_at,
    issuedAt: row.issued_at,
    dueAt: row.due_at,
    runId: row.run_id,
    finalizeAt: row.finalize_at,
  };
}

/** An invoice with what is owed for it; null while it is a draft. */
export interface InvoiceWithReceivable {
  readonly invoice: Invoice;
  readonly receivable: Receivable | null;
}

type JoinedRow = InvoiceRow & {
  paid_minor: bigint | null;
  credited_minor: bigint;
  offset_minor: bigint;
  written_off_minor: bigint;
  unsettled_minor: bigint;
  payment_state: ReceivableState;
  paid_at: Temporal.Instant | null;
  overdue_at: Temporal.Instant | null;
};

function toJoined(row: JoinedRow): InvoiceWithReceivable {
  const invoice = toInvoice(row);
  if (row.paid_minor === null) return { invoice, receivable: null };
  const receivable = {
    invoiceId: row.id,
    organizationId: row.organization_id,
    providerId: row.provider_id,
    currency: row.currency,
    totalMinor: row.total_minor,
    paidMinor: row.paid_minor,
    creditedMinor: row.credited_minor,
    offsetMinor: row.offset_minor,
    writtenOffMinor: row.written_off_minor,
    unsettledMinor: row.unsettled_minor,
    state: row.payment_state,
    dueAt: row.due_at!,
    paidAt: row.paid_at,
    overdueAt: row.overdue_at,
  };
  return { invoice, receivable };
}

const joined = sql`
  select i.*, r.paid_minor, r.credited_minor, r.offset_minor, r.written_off_minor, r.unsettled_minor,
    r.state as payment_state, r.paid_at, r.overdue_at
  from billing_invoices i left join billing_receivables r on r.invoice_id = i.id`;

export async function findInvoice(db: Db, id: string): Promise<InvoiceWithReceivable | null> {
  return (await findInvoices(db, [id]))[0] ?? null;
}

/** Ids of the invoices with this number: sellers have series of their own, which may be called alike. */
export async function invoicesByNumber(db: Db, number: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from billing_invoices where number = ${number} order by id limit 10`.execute(db);
  return rows.map((row) => row.id);
}

/** In the order of their ids; unknown ones are missing. */
export async function findInvoices(db: Db, ids: readonly string[]): Promise<InvoiceWithReceivable[]> {
  const { rows } = await sql<JoinedRow>`
    ${joined} where i.id = any(${[...ids]}::text[]) order by i.id`.execute(db);
  return rows.map(toJoined);
}

/** The draft, held until the transaction ends. */
export async function lockInvoice(tx: Db, id: string): Promise<Invoice | null> {
  const { rows } = await sql<InvoiceRow>`select * from billing_invoices where id = ${id} for update`.execute(
    tx,
  );
  return rows[0] ? toInvoice(rows[0]) : null;
}

/** The latest invoice of each subscription, if it has any. */
export async function latestInvoices(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ subscription_id: string; id: string }>`
    select s as subscription_id, i.id from unnest(${[...ids]}::text[]) as s cross join lateral (
      select id from billing_invoices i where i.subscription_id = s order by i.id desc limit 1
    ) as i`.execute(db);
  return new Map(rows.map((row) => [row.subscription_id, row.id]));
}

/** `overdue`: open or partly paid past its due date. Discarded drafts are listed only when asked for. */
export type InvoiceFilterState = 'draft' | 'discarded' | 'overdue' | ReceivableState;

export interface InvoiceFilter {
  /** The buyer or the seller must be this organization; null: any. */
  readonly partyId: string | null;
  readonly organizationId: string | null;
  readonly providerId: string | null;
  readonly subscriptionId: string | null;
  readonly state: InvoiceFilterState | null;
  /** What is overdue at this time, when that is asked for. */
  readonly at: Temporal.Instant;
  /** Consumers do not see drafts. */
  readonly hideDraftsFrom: string | null;
}

function inState(state: InvoiceFilterState | null, at: Temporal.Instant) {
  if (state === null) return sql`i.state <> 'discarded'`;
  if (state === 'overdue') return sql`(r.state in ('open', 'partially_paid') and r.due_at <= ${at})`;
  if (state === 'draft' || state === 'discarded') return sql`i.state = ${state}`;
  return sql`r.state = ${state}`;
}

/** Latest first. */
export async function listInvoices(
  db: Db,
  filter: InvoiceFilter,
  page: { limit: number; afterId: string | null },
): Promise<InvoiceWithReceivable[]> {
  const { partyId, organizationId, providerId, subscriptionId, state, hideDraftsFrom } = filter;
  const { rows } = await sql<JoinedRow>`${joined}
    where (${partyId}::text is null or i.organization_id = ${partyId} or i.provider_id = ${partyId})
      and (${organizationId}::text is null or i.organization_id = ${organizationId})
      and (${providerId}::text is null or i.provider_id = ${providerId})
      and (${subscriptionId}::text is null or i.subscription_id = ${subscriptionId} or i.id in (
        select c.invoice_id from billing_charges c where c.subscription_id = ${subscriptionId}))
      and ${inState(state, filter.at)}
      and (${hideDraftsFrom}::text is null or i.state = 'issued' or i.provider_id = ${hideDraftsFrom})
      and (${page.afterId}::text is null or i.id < ${page.afterId})
    order by i.id desc limit ${page.limit}`.execute(db);
  return rows.map(toJoined);
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

/**
 * Issued invoices of a time in the order in which they were made, after the last one of the page before. By their ids:
 * all pages together read the table once, and no index has to be kept for it.
 */
export async function issuedInvoices(
  db: Db,
  span: { readonly fromAt: Temporal.Instant; readonly toAt: Temporal.Instant },
  page: { readonly limit: number; readonly afterId: string | null },
): Promise<InvoiceWithReceivable[]> {
  const { rows } = await sql<JoinedRow>`${joined}
    where i.state = 'issued' and i.issued_at >= ${span.fromAt} and i.issued_at < ${span.toAt}
      and (${page.afterId}::text is null or i.id > ${page.afterId})
    order by i.id limit ${page.limit}`.execute(db);
  return rows.map(toJoined);
}
