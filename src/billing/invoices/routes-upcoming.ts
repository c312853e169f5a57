import { z } from 'zod';
import { products } from '#catalog';
import { decimalText, formatAmount, instantText, type Route, route } from '#kernel';
import type { CloseDeps } from './close-batch.ts';
import { UPCOMING_LIMIT, type Upcoming, type UpcomingInvoice, upcomingOf } from './upcoming.ts';

const amount = z.string();

const upcomingSchema = z.object({
  subscription_id: z.string(),
  product_id: z.string(),
  product_name: z.string(),
  plan_name: z.string(),
  currency: z.string(),
  time_zone: z.string(),
  period_start_at: z.string(),
  period_end_at: z.string(),
  so_far: z
    .object({ amount, billed: amount, unbilled: amount })
    .describe('What the present period has cost until now, without tax'),
  projected: z
    .object({ low: amount, high: amount })
    .nullable()
    .describe(
      'What the period will have cost at its end, without tax, if usage goes on at the pace of the period, and at that of ' +
        'the last seven days. What is no sum (a maximum, say) is taken as it stands.',
    ),
  next_invoice: z
    .object({
      at: z.string().describe('When the period ends that it bills'),
      net: amount,
      tax: amount.nullable(),
      total: amount.nullable().describe('Null where one invoice is for several subscriptions'),
      lines: z.array(
        z.object({
          kind: z.string(),
          description: z.string(),
          quantity: z.string(),
          unit: z.string(),
          amount,
        }),
      ),
    })
    .nullable()
    .describe('By the pace of the period; null when none comes by itself'),
  obstacle: z.string().nullable().describe('Why it cannot be billed as it stands'),
});

const totalSchema = z.object({
  currency: z.string(),
  so_far: amount,
  projected: z.object({ low: amount, high: amount }).describe('What cannot be projected counts as it stands'),
});

/** The close of the period, not carried out: what is shown comes from the code that will send the invoice. */
export function upcomingRoutes(deps: CloseDeps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/billing/upcoming',
      tag: 'billing',
      summary: 'What your subscriptions cost so far, what they will, and what the next invoices ask for',
      description: `Of the latest ${UPCOMING_LIMIT} subscriptions that have not ended.`,
      access: 'billing:read',
      response: {
        status: 200,
        schema: z.object({ at: z.string(), totals: z.array(totalSchema), data: z.array(upcomingSchema) }),
      },
      async handler({ db, organizationId, at }) {
        const found = await upcomingOf(db, deps, organizationId, at);
        const known = await products(
          db,
          found.map(({ subscription }) => subscription.productId),
        );
        const nameOf = ({ subscription }: Upcoming) => known.get(subscription.productId)?.name ?? '';
        return {
          at: instantText(at),
          totals: totalsOf(found),
          data: found.map((one) => present(one, nameOf(one))),
        };
      },
    }),
  ];
}

function totalsOf(found: readonly Upcoming[]): z.input<typeof totalSchema>[] {
  const byCurrency = Map.groupBy(found, (one) => one.currency);
  return [...byCurrency].sort().map(([currency, own]) => {
    const total = (of: (one: Upcoming) => bigint) =>
      formatAmount({ minor: own.reduce((sum, one) => sum + of(one), 0n), currency });
    const soFar = (one: Upcoming) => one.billedMinor + one.unbilledMinor;
    return {
      currency,
      so_far: total(soFar),
      projected: {
        low: total((one) => one.projected?.lowMinor ?? soFar(one)),
        high: total((one) => one.projected?.highMinor ?? soFar(one)),
      },
    };
  });
}

function present(of: Upcoming, productName: string): z.input<typeof upcomingSchema> {
  const { subscription, currency, billedMinor, unbilledMinor, projected, next } = of;
  const money = (minor: bigint) => formatAmount({ minor, currency });
  return {
    subscription_id: subscription.id,
    product_id: subscription.productId,
    product_name: productName,
    plan_name: subscription.plan.planName,
    currency,
    time_zone: subscription.timeZone,
    period_start_at: instantText(subscription.period.startAt),
    period_end_at: instantText(subscription.period.endAt),
    so_far: {
      amount: money(billedMinor + unbilledMinor),
      billed: money(billedMinor),
      unbilled: money(unbilledMinor),
    },
    projected: projected && { low: money(projected.lowMinor), high: money(projected.highMinor) },
    next_invoice: next && presentNext(next, money),
    obstacle: of.obstacle,
  };
}

function presentNext(next: UpcomingInvoice, money: (minor: bigint) => string) {
  return {
    at: instantText(next.at),
    net: money(next.netMinor),
    tax: next.taxMinor === null ? null : money(next.taxMinor),
    total: next.totalMinor === null ? null : money(next.totalMinor),
    lines: next.lines.map((line) => ({
      kind: line.kind,
      description: line.description,
      quantity: decimalText(line.quantity),
      unit: line.unit,
      amount: money(line.amountMinor),
    })),
  };
}
