import { z } from 'zod';
import type { BankTransaction } from '#connectors/payments';
import {
  audit,
  type Call,
  decodeKeys,
  formatAmount,
  instantText,
  invalid,
  isCurrency,
  kernelProblems,
  momentField,
  type PointedError,
  pageOf,
  pageQuery,
  parseAmount,
  type Route,
  route,
  toPage,
} from '#kernel';
import { decideTransfer, type TransferDecision } from './decide-transfer.ts';
import { paymentProblems } from './problems.ts';
import { type ReconcileResult, reconcile } from './reconcile.ts';
import * as bankStore from './store-bank.ts';

const id = z.string().max(64);

const transactionBody = z.strictObject({
  external_id: z.string().min(1).max(140).describe("The bank's id of the transaction"),
  reference: z.string().max(500).describe('What the payer wrote'),
  amount: z.string().max(30),
  currency: z.string().refine(isCurrency, 'is not an ISO 4217 currency'),
  booked_at: momentField,
});

const resultSchema = z.object({
  external_id: z.string(),
  outcome: z.enum([...bankStore.BANK_OUTCOMES, 'conflict']),
  repeated: z.boolean().describe('It was told before; nothing changed'),
  reason: z.string().nullable(),
  invoice_id: z.string().nullable(),
  payment_id: z.string().nullable(),
});

function readTransactions(bodies: readonly z.output<typeof transactionBody>[]): BankTransaction[] {
  const errors: PointedError[] = [];
  const transactions = bodies.flatMap((body, index): BankTransaction[] => {
    try {
      const { minor } = parseAmount(body.amount, body.currency);
      if (minor <= 0n) throw new RangeError('must be more than zero');
      const bookedAt = body.booked_at.round('millisecond');
      const { external_id: externalId, reference, currency } = body;
      return [{ externalId, reference, currency, amountMinor: minor, bookedAt }];
    } catch (error) {
      errors.push({ pointer: `/transactions/${index}/amount`, detail: (error as Error).message });
      return [];
    }
  });
  if (errors.length > 0) throw invalid(errors);
  return transactions;
}

function presentResult(result: ReconcileResult): z.input<typeof resultSchema> {
  if ('conflict' in result) {
    const reason = 'This id was told before with another amount, reference or date';
    const { externalId } = result;
    return {
      external_id: externalId,
      outcome: 'conflict',
      repeated: false,
      reason,
      invoice_id: null,
      payment_id: null,
    };
  }
  const { transaction, repeated } = result;
  return {
    external_id: transaction.externalId,
    outcome: transaction.outcome,
    repeated,
    reason: transaction.reason,
    invoice_id: transaction.invoiceId,
    payment_id: transaction.paymentId,
  };
}

const reconcileRoute = route({
  method: 'POST',
  path: '/checkout/reconcile',
  tag: 'payments',
  summary: 'Book the credits of a bank statement',
  description:
    'Transfers with the exact reference of an invoice in its currency are booked; others wait in the queue.',
  access: 'operator',
  idempotent: true,
  body: z.strictObject({ transactions: z.array(transactionBody).min(1).max(500) }),
  response: { status: 200, schema: z.object({ data: z.array(resultSchema) }) },
  async handler(call) {
    const { at, actor, db } = call;
    const results = await reconcile(db, readTransactions(call.body.transactions), at);
    const detail = { transactions: results.length };
    await audit(db, {
      at,
      organizationId: null,
      actor,
      action: 'bank_statement.reconciled',
      object: 'bank',
      detail,
    });
    return { data: results.map(presentResult) };
  },
});

const queueItemSchema = z.object({
  external_id: z.string(),
  reference: z.string(),
  amount: z.string(),
  currency: z.string(),
  booked_at: z.string(),
  reason: z.string(),
});

/** Booking time and external id, by which the queue is listed. */
const queueKeys = z.tuple([momentField, z.string()]);

const queue = route({
  method: 'GET',
  path: '/checkout/reconcile/queue',
  tag: 'payments',
  summary: 'List transfers that no invoice fits',
  access: 'operator',
  query: z.strictObject(pageQuery),
  response: { status: 200, schema: pageOf(queueItemSchema) },
  async handler(call) {
    const { limit, cursor } = call.query;
    const keys = decodeKeys(cursor, queueKeys);
    const after = keys && { bookedAt: instantText(keys[0]), externalId: keys[1] };
    const rows = await bankStore.queuedTransactions(call.db, { limit: limit + 1, after });
    return toPage(
      rows,
      limit,
      (row) => [instantText(row.bookedAt), row.externalId],
      (row) => ({
        external_id: row.externalId,
        reference: row.reference,
        amount: formatAmount({ minor: row.amountMinor, currency: row.currency }),
        currency: row.currency,
        booked_at: instantText(row.bookedAt),
        reason: row.reason!,
      }),
    );
  },
});

const decidedSchema = resultSchema.omit({ repeated: true });

function presentDecided(one: bankStore.RecordedTransaction): z.input<typeof decidedSchema> {
  return {
    external_id: one.externalId,
    outcome: one.outcome,
    reason: one.reason,
    invoice_id: one.invoiceId,
    payment_id: one.paymentId,
  };
}

const transferParams = z.object({ external_id: z.string().max(140) });
const decisionProblems = [kernelProblems.notFound, paymentProblems.transferDecided];

const assign = route({
  method: 'POST',
  path: '/checkout/reconcile/queue/{external_id}/assign',
  tag: 'payments',
  summary: 'Say which invoice a transfer is for',
  access: 'operator',
  idempotent: true,
  params: transferParams,
  body: z.strictObject({ invoice_id: id }),
  response: { status: 200, schema: decidedSchema },
  problems: [...decisionProblems, paymentProblems.otherCurrency],
  handler: (call) => decide(call, { invoiceId: call.body.invoice_id }, { ...call.body }),
});

const credit = route({
  method: 'POST',
  path: '/checkout/reconcile/queue/{external_id}/credit',
  tag: 'payments',
  summary: 'Say which consumer a transfer is from: it is credit',
  access: 'operator',
  idempotent: true,
  params: transferParams,
  body: z.strictObject({ organization_id: id }),
  response: { status: 200, schema: decidedSchema },
  problems: decisionProblems,
  handler: (call) => decide(call, { organizationId: call.body.organization_id }, { ...call.body }),
});

const ignore = route({
  method: 'POST',
  path: '/checkout/reconcile/queue/{external_id}/ignore',
  tag: 'payments',
  summary: 'Say that a transfer is not for us to book, and why',
  access: 'operator',
  idempotent: true,
  params: transferParams,
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
  response: { status: 200, schema: decidedSchema },
  problems: decisionProblems,
  handler: (call) => decide(call, { ignoreBecause: call.body.reason }, { ...call.body }),
});

async function decide(
  call: Call<z.output<typeof transferParams>, unknown, unknown>,
  decision: TransferDecision,
  detail: Readonly<Record<string, unknown>>,
): Promise<z.input<typeof decidedSchema>> {
  const { db, at, actor, params } = call;
  const by = actor.userId ?? actor.kind;
  const decided = await decideTransfer(db, params.external_id, decision, { by, at });
  const action = `bank_transfer.${decided.outcome}`;
  await audit(db, {
    at,
    organizationId: null,
    actor,
    action,
    object: decided.externalId,
    detail: { ...detail },
  });
  return presentDecided(decided);
}

export const bankRoutes: readonly Route[] = [reconcileRoute, queue, assign, credit, ignore];
