import { z } from 'zod';
import { planVersions, products } from '#catalog';
import { findOrganizations } from '#identity';
import { type Call, type Db, formatAmount, instantText, invalid, notFound, type Route, route } from '#kernel';
import { dayField } from '../invoices/index.ts';
import { mostRevenueRows, REVENUE_PERIODS, type RevenueRow, revenue } from './store-revenue.ts';

const GROUPS = ['nothing', 'product', 'plan'] as const;
type Group = (typeof GROUPS)[number];

const longestDays = 1_100;

const revenueQuery = z.strictObject({
  from: dayField,
  to: dayField.describe('The last day'),
  period: z.enum(REVENUE_PERIODS).default('month').describe('What it is summed up by'),
  by: z.enum(GROUPS).default('product'),
});

const figures = {
  currency: z.string(),
  gross: z.string().describe('Invoiced, with tax'),
  fees: z.string().describe('The platform’s, less what it gave back with credit notes'),
  refunds: z.string().describe('Credited, with tax'),
  tax: z.string().describe('Owed to tax offices, less what was credited'),
  net: z.string().describe('gross − fees − refunds − tax'),
};

const named = z.object({ id: z.string(), name: z.string() });

const revenueSchema = z.object({
  from_at: z.string(),
  to_at: z.string(),
  time_zone: z.string(),
  totals: z.array(z.object(figures)).describe('One per currency'),
  data: z.array(
    z.object({
      period: z.string().describe('`2026-03-01`, `2026-03`, `2026-Q1`, `2026`; empty for the whole time'),
      product: named.nullable(),
      plan: named.nullable(),
      ...figures,
    }),
  ),
});

interface Names {
  readonly product: z.input<typeof named> | null;
  readonly plan: z.input<typeof named> | null;
}

/** Money, by what it is for. */
class Sum {
  readonly currency: string;
  #gross = 0n;
  #fees = 0n;
  #refunds = 0n;
  #tax = 0n;

  constructor(currency: string) {
    this.currency = currency;
  }

  add(row: RevenueRow): void {
    this.#gross += row.grossMinor;
    this.#fees += row.feesMinor;
    this.#refunds += row.refundsMinor;
    this.#tax += row.taxMinor;
  }

  present() {
    const { currency } = this;
    const major = (minor: bigint) => formatAmount({ minor, currency });
    return {
      currency,
      gross: major(this.#gross),
      fees: major(this.#fees),
      refunds: major(this.#refunds),
      tax: major(this.#tax),
      net: major(this.#gross - this.#fees - this.#refunds - this.#tax),
    };
  }
}

/** What the rows are summed up by: the product or plan of each plan version. */
async function namesOf(db: Db, rows: readonly RevenueRow[], by: Group): Promise<(row: RevenueRow) => Names> {
  if (by === 'nothing') return () => ({ product: null, plan: null });
  const versions = await planVersions(
    db,
    rows.map((row) => row.planVersionId),
  );
  const sold = await products(
    db,
    [...versions.values()].map((version) => version.productId),
  );
  return ({ planVersionId }) => {
    const version = versions.get(planVersionId);
    const product = version && sold.get(version.productId);
    return {
      product: product ? { id: product.id, name: product.name } : null,
      plan: by === 'plan' && version ? { id: version.planId, name: version.planName } : null,
    };
  };
}

async function rangeOf({
  db,
  organizationId,
  query,
}: Pick<Call<unknown, z.output<typeof revenueQuery>, unknown>, 'db' | 'organizationId' | 'query'>) {
  const { from, to } = query;
  const length = from.until(to).total({ unit: 'days' });
  if (length < 0) throw invalid([{ pointer: '/query/to', detail: 'must not be before from' }]);
  if (length > longestDays) {
    throw invalid([{ pointer: '/query/to', detail: `must be at most ${longestDays} days after from` }]);
  }
  const organization = (await findOrganizations(db, [organizationId])).get(organizationId);
  if (!organization) throw notFound('organization');
  const timeZone = organization.billingTimeZone;
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(timeZone).toInstant();
  return { timeZone, fromAt: startOf(from), toAt: startOf(to.add({ days: 1 })) };
}

export function revenueRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/billing/revenue',
      tag: 'billing',
      summary: 'What you invoiced, and what of it is yours: gross, fees, refunds, tax, net',
      description:
        'By the day of issue in your billing time zone, which is when the ledger has it; credit notes count on their own ' +
        'day. Credit that is sold in advance counts as it is used. An invoice or credit note that names several plans has its tax and fee spread over its lines to the cent.',
      access: 'billing:read',
      query: revenueQuery,
      response: { status: 200, schema: revenueSchema },
      async handler(call) {
        const { period, by } = call.query;
        const range = await rangeOf(call);
        const rows = await revenue(call.db, { sellerId: call.organizationId, ...range, period });
        if (rows.length > mostRevenueRows) {
          throw invalid([{ pointer: '/query/period', detail: 'sums up by too little: choose a longer one' }]);
        }
        const names = await namesOf(call.db, rows, by);
        const totals = new Map<string, Sum>();
        const groups = new Map<string, { row: RevenueRow; names: Names; sum: Sum }>();
        for (const row of rows) {
          const { currency } = row;
          const own = names(row);
          const key = JSON.stringify([row.period, currency, own.product?.id, own.plan?.id]);
          const group = groups.get(key) ?? { row, names: own, sum: new Sum(currency) };
          const total = totals.get(currency) ?? new Sum(currency);
          group.sum.add(row);
          total.add(row);
          groups.set(key, group);
          totals.set(currency, total);
        }
        return {
          from_at: instantText(range.fromAt),
          to_at: instantText(range.toAt),
          time_zone: range.timeZone,
          totals: [...totals.values()].map((sum) => sum.present()),
          data: [...groups.values()].map(({ row, names: own, sum }) => {
            return { period: row.period, ...own, ...sum.present() };
          }),
        };
      },
    }),
  ];
}
