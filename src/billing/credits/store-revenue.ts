import { sql } from 'kysely';
import type { Db, Decimal } from '#kernel';

export const REVENUE_PERIODS = ['day', 'month', 'quarter', 'year', 'whole'] as const;
export type RevenuePeriod = (typeof REVENUE_PERIODS)[number];

export interface RevenueQuestion {
  readonly sellerId: string;
  readonly fromAt: Temporal.Instant;
  readonly toAt: Temporal.Instant;
  readonly timeZone: string;
  readonly period: RevenuePeriod;
}

/** What one plan version brought in one period. gross − refunds − tax − fees is what is the provider's. */
export interface RevenueRow {
  /** `2026-03-01`, `2026-03`, `2026-Q1`, `2026`; empty for the whole time. */
  readonly period: string;
  readonly currency: string;
  readonly planVersionId: string;
  readonly invoices: number;
  /** Invoiced, with tax. */
  readonly grossMinor: bigint;
  /** Credited, with tax. */
  readonly refundsMinor: bigint;
  /** Less the tax that was credited. */
  readonly taxMinor: bigint;
  /** The platform's, less what it gave back. */
  readonly feesMinor: bigint;
}

const formats: Readonly<Record<RevenuePeriod, string>> = {
  day: 'YYYY-MM-DD',
  month: 'YYYY-MM',
  quarter: 'YYYY-"Q"Q',
  year: 'YYYY',
  whole: '',
};

/** One more is answered when there are more than this. */
export const mostRevenueRows = 20_000;

/**
 * From the lines of what was issued in that time, which is when the ledger has it; credit that was sold in advance is owed
 * until calls use it, which is invoiced then. Tax and fee stand on a document as a
 * whole: they are spread over its lines by what is taxed and by what is charged, cumulatively, so that the parts of a
 * document add up to it to the cent whatever its plans are.
 */
export async function revenue(db: Db, question: RevenueQuestion): Promise<RevenueRow[]> {
  const { sellerId, fromAt, toAt, timeZone, period } = question;
  const { rows } = await sql<{
    period: string;
    currency: string;
    plan_version_id: string;
    invoices: bigint;
    gross: Decimal;
    refunds: Decimal;
    tax: Decimal;
    fees: Decimal;
  }>`
    with parts as (
      select i.id, 1 as sign, i.currency, i.issued_at, i.tax_minor, i.fee_minor, l.plan_version_id, l.position,
        l.amount_minor::numeric as amount, l.amount_minor * l.tax_percent as taxable
      from billing_invoices i join billing_invoice_lines l on l.invoice_id = i.id
      where i.provider_id = ${sellerId} and i.state = 'issued' and i.issued_at >= ${fromAt} and i.issued_at < ${toAt}
        and i.cause <> 'topup'
      union all
      -- A note of a last cent of tax has no lines: it belongs to the first line of its invoice.
      select n.id, -1, n.currency, n.issued_at, n.tax_minor, n.fee_minor, l.plan_version_id, coalesce(c.position, 0),
        coalesce(c.amount_minor, 0)::numeric, coalesce(c.amount_minor, 0) * l.tax_percent
      from billing_credit_notes n join billing_invoices i on i.id = n.invoice_id and i.cause <> 'topup' left join billing_credit_note_lines c on c.credit_note_id = n.id
      join billing_invoice_lines l on l.invoice_id = n.invoice_id and l.position = coalesce(c.invoice_position,
        (select min(f.position) from billing_invoice_lines f where f.invoice_id = n.invoice_id))
      where n.provider_id = ${sellerId} and n.issued_at >= ${fromAt} and n.issued_at < ${toAt}
    ), weighed as (
      select p.*, sum(amount) over document as net, sum(taxable) over document as taxed
      from parts p window document as (partition by id)
    ), summed as (
      select w.*, case when taxed = 0 then amount else taxable end as tax_weight,
        case when taxed = 0 then net else taxed end as tax_whole,
        row_number() over (partition by id order by position desc) = 1 as is_last
      from weighed w
    ), running as (
      select s.*, sum(amount) over line as net_so_far, sum(tax_weight) over line as tax_so_far
      from summed s window line as (partition by id order by position)
    ), spread as (
      select r.*,
        case when net <> 0 then round(fee_minor * net_so_far / net) - round(fee_minor * (net_so_far - amount) / net)
          when is_last then fee_minor else 0 end as fee,
        case when tax_whole <> 0 then round(tax_minor * tax_so_far / tax_whole)
            - round(tax_minor * (tax_so_far - tax_weight) / tax_whole)
          when is_last then tax_minor else 0 end as tax
      from running r
    )
    select coalesce(to_char(issued_at at time zone ${timeZone}, ${formats[period]}), '') as period, currency, plan_version_id,
      count(distinct id) filter (where sign = 1) as invoices,
      coalesce(sum(amount + tax) filter (where sign = 1), 0) as gross,
      coalesce(sum(amount + tax) filter (where sign = -1), 0) as refunds,
      sum(sign * tax) as tax, sum(sign * fee) as fees
    from spread group by 1, 2, 3 order by 1, 2, 3 limit ${mostRevenueRows + 1}`.execute(db);
  return rows.map((row) => ({
    period: row.period,
    currency: row.currency,
    planVersionId: row.plan_version_id,
    invoices: Number(row.invoices),
    grossMinor: whole(row.gross),
    refundsMinor: whole(row.refunds),
    taxMinor: whole(row.tax),
    feesMinor: whole(row.fees),
  }));
}

function whole(amount: Decimal): bigint {
  return BigInt(amount.toFixed(0));
}
