import { z } from 'zod';
import { findOrganizations } from '#identity';
import {
  formatAmount,
  instantText,
  invalid,
  isCurrency,
  isSandbox,
  kernelProblems,
  notFound,
  Problem,
  type Route,
  route,
} from '#kernel';
import { accountSpan, sandboxOwner } from '#ledger';
import { findInvoices, organizationParties } from '../invoices/index.ts';
import { loadInvoice, logoOf, type Viewer } from './load-document.ts';
import { documentParty, localeOf } from './of-invoice.ts';
import { renderReceipt } from './paper/render-receipt.ts';
import { renderStatement } from './paper/render-statement.ts';
import { documentProblems } from './problems.ts';
import { receiptOf } from './receipt.ts';
import { fileName, shownAs } from './routes-files.ts';
import { type Statement, statementCsv, statementOf } from './statement.ts';
import {
  type AllocatedInvoice,
  creditNoteNumbers,
  findPayment,
  invoicesPaidBy,
  paymentsOf,
} from './store-payments.ts';
import { settingsAt } from './store-settings.ts';

const tag = 'billing';

const receipt = route({
  method: 'GET',
  path: '/payments/{payment_id}/receipt.pdf',
  tag,
  summary: 'The receipt for a payment as PDF, by each seller for what it was paid',
  access: 'billing:read',
  params: z.object({ payment_id: z.string().max(100) }),
  query: z.strictObject({
    provider_id: z.string().max(100).optional().describe('Whose receipt, when the payment paid several'),
  }),
  response: { status: 200, content: 'application/pdf' },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { db, actor } = call;
    const payment = await findPayment(db, call.params.payment_id);
    if (!payment) throw notFound('payment');
    const isPayer = actor.operator || payment.organizationId === call.organizationId;
    const asked = call.query.provider_id ?? null;
    const found = await invoicesPaidBy(db, payment.id, isPayer ? asked : call.organizationId);
    const [first, ...rest] = found;
    // Of a payment that paid nothing of the viewer's there is nothing to see.
    if (!first) throw notFound('payment');
    const own: [AllocatedInvoice, ...AllocatedInvoice[]] = [
      first,
      ...rest.filter((one) => one.providerId === first.providerId),
    ];
    const parties = [first.providerId, payment.organizationId];
    const settingsOf = await settingsAt(db, parties, payment.receivedAt);
    const logo = await logoOf(db, first.providerId, settingsOf(first.providerId).logoDigest);
    call.reply.header('content-disposition', shownAs(fileName(`receipt-${payment.id}`, 'pdf')));
    return renderReceipt(receiptOf(payment, own, settingsOf), logo);
  },
});

const paymentSchema = z.object({
  id: z.string(),
  source: z.string(),
  amount: z.string().describe('What of it this invoice took'),
  currency: z.string(),
  received_at: z.string(),
});

const payments = route({
  method: 'GET',
  path: '/invoices/{invoice_id}/payments',
  tag,
  summary: 'List what was paid of an invoice, oldest first',
  access: 'billing:read',
  params: z.object({ invoice_id: z.string().max(100) }),
  response: { status: 200, schema: z.object({ data: z.array(paymentSchema), next_cursor: z.null() }) },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { document } = await loadInvoice(call, call.params.invoice_id, { asIssued: true });
    const found = await paymentsOf(call.db, document.id);
    const data = found.map((one) => ({
      id: one.id,
      source: one.source,
      amount: formatAmount({ minor: one.appliedMinor, currency: one.currency }),
      currency: one.currency,
      received_at: instantText(one.receivedAt),
    }));
    return { data, next_cursor: null };
  },
});

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2026-01-31')
  .transform((text, context) => {
    try {
      return Temporal.PlainDate.from(text, { overflow: 'reject' });
    } catch {
      context.addIssue({ code: 'custom', message: 'is not a day of the calendar' });
      return z.NEVER;
    }
  });

const statementQuery = z.strictObject({
  with: z.string().max(100).describe('Id of the other organization'),
  role: z.enum(['buyer', 'seller']).default('buyer').describe('What the caller is to it'),
  from: day.describe("First day, local to the buyer's billing time zone"),
  to: day.describe('Last day'),
  currency: z.string().max(3).refine(isCurrency, 'is not an ISO 4217 currency'),
});

/** As many entries as a person reads. */
const mostEntries = 5000;

interface LoadedStatement {
  readonly statement: Statement;
  readonly endAt: Temporal.Instant;
  readonly logo: Buffer | null;
}

async function loadStatement(
  call: Viewer & { readonly query: z.output<typeof statementQuery> },
): Promise<LoadedStatement> {
  const { db, query } = call;
  const { from, to, currency } = query;
  if (Temporal.PlainDate.compare(to, from) < 0)
    throw invalid([{ pointer: '/query/to', detail: 'is before the first day' }]);
  const mine = call.organizationId;
  const [sellerId, buyerId] = query.role === 'seller' ? [mine, query.with] : [query.with, mine];
  const organizations = await findOrganizations(db, [sellerId, buyerId]);
  const timeZone = organizations.get(buyerId)?.billingTimeZone;
  if (timeZone === undefined) throw notFound('account');
  const fromAt = from.toZonedDateTime(timeZone).toInstant();
  const endAt = to.add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
  const owner = isSandbox(buyerId) ? sandboxOwner(sellerId) : sellerId;
  const account = { code: 'receivable', owner, counterparty: buyerId, currency } as const;
  const span = await accountSpan(db, account, { fromAt, toAt: endAt, limit: mostEntries + 1 });
  if (span === null) throw notFound('account');
  if (span.rows.length > mostEntries) throw new Problem(documentProblems.periodTooLong);
  const parties = organizationParties(organizations);
  const [seller, buyer] = [parties.seller(sellerId), parties.buyer(buyerId)];
  if (!seller || !buyer) throw notFound('account');
  const settingsOf = await settingsAt(db, [sellerId, buyerId], endAt);
  const about = {
    seller: documentParty(seller, settingsOf(sellerId)),
    buyer: documentParty(buyer, settingsOf(buyerId)),
    currency,
    period: { startOn: from, endOn: to },
    timeZone,
    locale: localeOf(settingsOf(buyerId), buyer.country),
  };
  const sources = Map.groupBy(span.rows, (row) => row.source.type);
  const idsOf = (type: string) => (sources.get(type) ?? []).map((row) => row.source.id);
  const invoices = await findInvoices(db, idsOf('invoice'));
  const numbers = new Map([
    ...invoices.map(({ invoice }) => [invoice.id, invoice.number ?? invoice.id] as const),
    ...(await creditNoteNumbers(db, idsOf('credit_note'))),
  ]);
  const statement = statementOf(span, about, (source) => numbers.get(source.id) ?? source.id);
  return { statement, endAt, logo: await logoOf(db, sellerId, settingsOf(sellerId).logoDigest) };
}

const statementSchema = z.object({
  seller: z.object({ id: z.string(), name: z.string() }),
  buyer: z.object({ id: z.string(), name: z.string() }),
  from: z.string(),
  to: z.string(),
  time_zone: z.string(),
  currency: z.string(),
  opening_balance: z.string().describe('Owed before the first day'),
  charged: z.string(),
  credited: z.string(),
  closing_balance: z.string().describe('Owed at the end of the last day'),
  entries: z.array(
    z.object({
      on: z.string(),
      kind: z.string(),
      description: z.string(),
      source_type: z.string(),
      source_id: z.string(),
      amount: z.string(),
      balance: z.string(),
    }),
  ),
});

function presentStatement(statement: Statement): z.input<typeof statementSchema> {
  const named = ({ id, name }: Statement['seller']) => ({ id, name });
  return {
    seller: named(statement.seller),
    buyer: named(statement.buyer),
    from: statement.period.startOn.toString(),
    to: statement.period.endOn.toString(),
    time_zone: statement.timeZone,
    currency: statement.currency,
    opening_balance: statement.opening,
    charged: statement.charged,
    credited: statement.credited,
    closing_balance: statement.closing,
    entries: statement.entries.map((entry) => ({
      on: entry.on.toString(),
      kind: entry.kind,
      description: entry.description,
      source_type: entry.source.type,
      source_id: entry.source.id,
      amount: entry.amount,
      balance: entry.balance,
    })),
  };
}

const statementAbout = {
  method: 'GET',
  tag,
  access: 'billing:read',
  query: statementQuery,
  problems: [kernelProblems.notFound, documentProblems.periodTooLong],
} as const;

const statement = route({
  ...statementAbout,
  path: '/billing/statement',
  summary: "A consumer's account with a provider over a period: balances and all that moved them",
  response: { status: 200, schema: statementSchema },
  handler: async (call) => presentStatement((await loadStatement(call)).statement),
});

const statementAsCsv = route({
  ...statementAbout,
  path: '/billing/statement.csv',
  summary: "A consumer's account with a provider over a period, as CSV",
  response: { status: 200, content: 'text/csv; charset=utf-8' },
  handler: async (call) => statementCsv((await loadStatement(call)).statement),
});

const statementAsPdf = route({
  ...statementAbout,
  path: '/billing/statement.pdf',
  summary: "A consumer's account with a provider over a period, as PDF",
  response: { status: 200, content: 'application/pdf' },
  async handler(call) {
    const { statement: of, logo, endAt } = await loadStatement(call);
    const name = fileName(`statement-${of.period.startOn}-${of.period.endOn}`, 'pdf');
    call.reply.header('content-disposition', shownAs(name));
    return renderStatement(of, { logo, at: endAt });
  },
});

export function accountRoutes(): Route[] {
  return [receipt, payments, statement, statementAsCsv, statementAsPdf];
}
