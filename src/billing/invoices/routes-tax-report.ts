import { z } from 'zod';
import { products, taxCategoryField } from '#catalog';
import { currencyField, findOrganizations } from '#identity';
import {
  type Call,
  csvLine,
  csvText,
  type Db,
  decimalText,
  formatAmount,
  instantText,
  invalid,
  kernelProblems,
  notFound,
  Problem,
  parseAmount,
  type Route,
  route,
} from '#kernel';
import { presentTax, taxSchema } from './present.ts';
import { invoiceProblems } from './problems.ts';
import { exemptionsBetween, ratesFor, registrationsOf } from './store-tax.ts';
import { mostReportRows, REPORT_PERIODS, type TaxReportRow, taxReport } from './store-tax-report.ts';
import type { Sale } from './tax-facts.ts';
import { acceptBuyer, buyerSchema, dayField } from './tax-schemas.ts';
import { treatmentOf } from './tax-treatment.ts';
import { totalsOf } from './totals.ts';

const tag = 'taxes';

const previewBody = z.strictObject({
  buyer: buyerSchema.prefault({}),
  product_id: z.string().max(64).optional().describe('One of yours: its category'),
  tax_category: taxCategoryField.optional().describe('In place of a product; default: digital'),
  amount: z.string().max(20).default('100'),
  currency: currencyField.default('EUR'),
  inclusive: z.boolean().default(false).describe('The amount has the tax in it'),
  on: dayField.optional().describe('Default: today'),
});
type PreviewCall = Call<unknown, unknown, z.output<typeof previewBody>>;

/** What the seller who asks sells, to whom and when. */
async function saleOf(call: PreviewCall): Promise<Sale> {
  const { db, body, organizationId } = call;
  const buyer = acceptBuyer(body.buyer);
  const organization = (await findOrganizations(db, [organizationId])).get(organizationId);
  if (!organization) throw notFound('organization');
  const { legal, billingTimeZone } = organization;
  const seller = { country: legal.country, region: legal.address?.region ?? null, taxId: legal.taxId };
  const buyerId = body.buyer.organization_id;
  return {
    seller,
    buyer,
    category: await categoryOf(db, organizationId, body),
    on: body.on ?? call.at.toZonedDateTimeISO(billingTimeZone).toPlainDate(),
    registrations: await registrationsOf(db, [organizationId]),
    exemptions: buyerId === null ? [] : await exemptionsBetween(db, [organizationId], [buyerId]),
    rates: await ratesFor(db, [organizationId], null),
  };
}

async function categoryOf(db: Db, sellerId: string, body: z.output<typeof previewBody>) {
  if (body.product_id === undefined) return body.tax_category ?? 'digital';
  const product = (await products(db, [body.product_id])).get(body.product_id);
  if (product?.organizationId !== sellerId) throw notFound('product');
  return body.tax_category ?? product.taxCategory;
}

function amountOf({ amount, currency }: z.output<typeof previewBody>): bigint {
  try {
    return parseAmount(amount, currency).minor;
  } catch {
    throw invalid([{ pointer: '/amount', detail: `must be an amount of ${currency}` }]);
  }
}

const preview = route({
  method: 'POST',
  path: '/billing/tax/preview',
  tag,
  summary: 'What tax a sale of yours would bear, and why',
  access: 'billing:read',
  body: previewBody,
  response: {
    status: 200,
    schema: z.object({
      net: z.string(),
      tax: z.string(),
      total: z.string(),
      currency: z.string(),
      taxes: z.array(taxSchema),
      on: z.string().describe('The day whose rates were taken'),
      explanation: z.string(),
    }),
  },
  problems: [kernelProblems.notFound, invoiceProblems.taxRateMissing],
  async handler(call) {
    const { currency, inclusive } = call.body;
    const amountMinor = amountOf(call.body);
    const sale = await saleOf(call);
    const treatment = treatmentOf(sale);
    const totals = totalsOf([{ amountMinor, inclusive, treatment }]);
    const major = (minor: bigint) => formatAmount({ minor, currency });
    return {
      net: major(totals.netMinor),
      tax: major(totals.taxMinor),
      total: major(totals.totalMinor),
      currency,
      taxes: totals.taxes.map((tax) => presentTax(tax, currency)),
      on: sale.on.toString(),
      explanation: treatment.explanation,
    };
  },
});

const reportQuery = z.strictObject({
  from: dayField,
  to: dayField.describe('The last day'),
  period: z.enum(REPORT_PERIODS).default('month').describe('What it is summed up by'),
});

const longestDays = 1_100;

async function reportOf(call: Call<unknown, z.output<typeof reportQuery>, unknown>) {
  const { db, organizationId, query } = call;
  const { from, to, period } = query;
  const length = from.until(to).total({ unit: 'days' });
  if (length < 0) throw invalid([{ pointer: '/query/to', detail: 'must not be before from' }]);
  if (length > longestDays) {
    throw invalid([{ pointer: '/query/to', detail: `must be at most ${longestDays} days after from` }]);
  }
  const organization = (await findOrganizations(db, [organizationId])).get(organizationId);
  if (!organization) throw new Problem(kernelProblems.notFound);
  const timeZone = organization.billingTimeZone;
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(timeZone).toInstant();
  const [fromAt, toAt] = [startOf(from), startOf(to.add({ days: 1 }))];
  const rows = await taxReport(db, { sellerId: organizationId, fromAt, toAt, timeZone, period });
  if (rows.length > mostReportRows) {
    throw invalid([{ pointer: '/query/period', detail: 'sums up by too much: choose a longer period' }]);
  }
  return { rows, timeZone, fromAt, toAt };
}

const rowSchema = z.object({
  period: z.string().describe('`2026-03`, `2026-Q1`, `2026`'),
  jurisdiction: z.string().nullable(),
  code: taxSchema.shape.code,
  name: z.string(),
  rate_percent: z.string(),
  reason: z.string().nullable(),
  currency: z.string(),
  documents: z.int(),
  base: z.string(),
  tax: z.string(),
});

function presentRow(row: TaxReportRow): z.input<typeof rowSchema> {
  const { period, jurisdiction, code, name, reason, currency, documents } = row;
  const base = formatAmount({ minor: row.baseMinor, currency });
  const tax = formatAmount({ minor: row.taxMinor, currency });
  const rate_percent = decimalText(row.ratePercent);
  return { period, jurisdiction, code, name, rate_percent, reason, currency, documents, base, tax };
}

function taxByCurrency(rows: readonly TaxReportRow[]): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const row of rows) sums.set(row.currency, (sums.get(row.currency) ?? 0n) + row.taxMinor);
  return Object.fromEntries(
    [...sums].map(([currency, minor]) => [currency, formatAmount({ minor, currency })]),
  );
}

const report = route({
  method: 'GET',
  path: '/billing/tax/report',
  tag,
  summary: 'Base and tax of what you invoiced, by place, rate and period',
  description: 'By the day of issue in your billing time zone, which is when the ledger owes the tax.',
  access: 'billing:read',
  query: reportQuery,
  response: {
    status: 200,
    schema: z.object({
      from_at: z.string(),
      to_at: z.string(),
      time_zone: z.string(),
      data: z.array(rowSchema),
      tax_by_currency: z.record(z.string(), z.string()),
    }),
  },
  async handler(call) {
    const { rows, timeZone, fromAt, toAt } = await reportOf(call);
    return {
      from_at: instantText(fromAt),
      to_at: instantText(toAt),
      time_zone: timeZone,
      data: rows.map(presentRow),
      tax_by_currency: taxByCurrency(rows),
    };
  },
});

const columns = [
  ...(['period', 'jurisdiction', 'code', 'name', 'rate_percent', 'reason'] as const),
  ...(['currency', 'documents', 'base', 'tax'] as const),
];
/** Numbers stay numbers: what a spreadsheet must not run as a formula is text only. */
const numeric: ReadonlySet<string> = new Set(['rate_percent', 'documents', 'base', 'tax']);

function csvCell(column: string, value: string | number | null): string {
  const text = String(value ?? '');
  return numeric.has(column) ? text : csvText(text);
}

const reportFile = route({
  method: 'GET',
  path: '/billing/tax/report.csv',
  tag,
  summary: 'The tax report as a table (RFC 4180)',
  access: 'billing:read',
  query: reportQuery,
  response: { status: 200, content: 'text/csv; charset=utf-8' },
  async handler(call) {
    const { rows } = await reportOf(call);
    const name = `tax-${call.query.from}-${call.query.to}.csv`;
    call.reply.header('content-disposition', `attachment; filename="${name}"`);
    const lines = rows.map((row) => {
      const shown = presentRow(row);
      return csvLine(columns.map((column) => csvCell(column, shown[column])));
    });
    return [csvLine(columns), ...lines].join('');
  },
});

/** What a sale would bear, and what all sales bore. */
export function taxReportRoutes(): Route[] {
  return [preview, report, reportFile];
}
