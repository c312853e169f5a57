import { sql } from 'kysely';
import { type Db, type Decimal, decimal } from '#kernel';
import type { TaxCode } from './tax-facts.ts';

export const REPORT_PERIODS = ['month', 'quarter', 'year', 'whole'] as const;
export type ReportPeriod = (typeof REPORT_PERIODS)[number];

/** What a seller invoiced of one tax in one period. */
export interface TaxReportRow {
  /** `2026-03`, `2026-Q1`, `2026`; empty for the whole time. */
  readonly period: string;
  readonly jurisdiction: string | null;
  readonly code: TaxCode;
  readonly name: string;
  readonly ratePercent: Decimal;
  readonly reason: string | null;
  readonly currency: string;
  readonly documents: number;
  readonly baseMinor: bigint;
  readonly taxMinor: bigint;
}

export interface TaxReportQuestion {
  readonly sellerId: string;
  readonly fromAt: Temporal.Instant;
  readonly toAt: Temporal.Instant;
  readonly timeZone: string;
  readonly period: ReportPeriod;
}

const formats: Readonly<Record<ReportPeriod, string>> = {
  month: 'YYYY-MM',
  quarter: 'YYYY-"Q"Q',
  year: 'YYYY',
  whole: '',
};

/** One more is answered when there are more than this. */
export const mostReportRows = 20_000;

/** From what was issued in that time, which is when the ledger has it. Two taxes on one line have its base each. */
export async function taxReport(db: Db, question: TaxReportQuestion): Promise<TaxReportRow[]> {
  const { sellerId, fromAt, toAt, timeZone, period } = question;
  const { rows } = await sql<{
    period: string;
    jurisdiction: string | null;
    code: TaxCode;
    name: string;
    rate_percent: string;
    reason: string | null;
    currency: string;
    documents: bigint;
    base_minor: Decimal;
    tax_minor: Decimal;
  }>`
    with documents as (
      select id, currency, issued_at, taxes, 1 as sign from billing_invoices
      where provider_id = ${sellerId} and state = 'issued' and issued_at >= ${fromAt} and issued_at < ${toAt}
      union all
      select id, currency, issued_at, taxes, -1 from billing_credit_notes
      where provider_id = ${sellerId} and issued_at >= ${fromAt} and issued_at < ${toAt}
    )
    -- An empty format makes null, not an empty text.
    select coalesce(to_char(d.issued_at at time zone ${timeZone}, ${formats[period]}), '') as period, t.jurisdiction,
      t.code, t.name, t.rate_percent, t.reason, d.currency, count(distinct d.id) as documents,
      sum(d.sign * t.base_minor) as base_minor, sum(d.sign * t.amount_minor) as tax_minor
    from documents d cross join lateral jsonb_to_recordset(d.taxes) as t(jurisdiction text, code text, name text,
      rate_percent text, reason text, base_minor numeric, amount_minor numeric)
    group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2 nulls last, 3, 5, 4, 7, 6 limit ${mostReportRows + 1}`.execute(
    db,
  );
  return rows.map((row) => ({
    period: row.period,
    jurisdiction: row.jurisdiction,
    code: row.code,
    name: row.name,
    ratePercent: decimal(row.rate_percent),
    reason: row.reason,
    currency: row.currency,
    documents: Number(row.documents),
    baseMinor: BigInt(row.base_minor.toFixed(0)),
    taxMinor: BigInt(row.tax_minor.toFixed(0)),
  }));
}
