import { z } from 'zod';
import {
  audit,
  type Call,
  decodeCursor,
  invalid,
  kernelProblems,
  notFound,
  Problem,
  pageOf,
  pageQuery,
  parseAmount,
  type Route,
  route,
  toPage,
} from '#kernel';
import { post } from '#ledger';
import { lockReceivable } from '../invoices/index.ts';
import { applyByHand } from './apply-credit.ts';
import type { Credit } from './credit.ts';
import { creditSchema, presentCredit, presentRefund, refundSchema } from './present.ts';
import { creditProblems } from './problems.ts';
import { isSettled } from './refund.ts';
import { refundCredit } from './refund-credit.ts';
import { settleRefund } from './settle-refund.ts';
import * as store from './store-credits.ts';
import * as refundStore from './store-refunds.ts';

const id = z.string().max(100);

const listCredits = route({
  method: 'GET',
  path: '/billing/credits',
  tag: 'billing',
  summary: 'List the credit that the organization has, latest first',
  access: 'billing:read',
  query: z.strictObject({
    ...pageQuery,
    open: z.enum(['true', 'false']).default('true').describe('Only what is not used up'),
  }),
  response: { status: 200, schema: pageOf(creditSchema) },
  async handler(call) {
    const { limit, cursor, open } = call.query;
    const afterId = decodeCursor(cursor)?.[0];
    const filter = {
      organizationId: call.actor.operator ? null : call.organizationId,
      open: open === 'true',
    };
    const page = { limit: limit + 1, afterId: afterId === undefined ? null : String(afterId) };
    return toPage(await store.listCredits(call.db, filter, page), limit, (one) => [one.id], presentCredit);
  },
});

const useCredit = route({
  method: 'POST',
  path: '/invoices/{invoice_id}/use-credit',
  tag: 'billing',
  summary: 'Pay an invoice with the credit that there is, oldest first',
  access: 'billing:write',
  idempotent: true,
  params: z.object({ invoice_id: id }),
  response: { status: 204 },
  problems: [kernelProblems.notFound, creditProblems.nothingToCredit],
  async handler(call) {
    const { db, actor, organizationId } = call;
    const invoice = await lockReceivable(db, call.params.invoice_id);
    const parties = invoice ? [invoice.organizationId, invoice.providerId] : [];
    if (!invoice || !(actor.operator || parties.includes(organizationId))) throw notFound('invoice');
    const at = call.atOf(invoice.organizationId);
    await post(db, await applyByHand(db, invoice, at), at);
    const about = { at, organizationId: invoice.organizationId, actor };
    await audit(db, { ...about, action: 'credit.applied', object: invoice.invoiceId });
    return undefined;
  },
});

const creditParams = z.object({ credit_id: id });

/** Held; of the organization, or of one that it sells to. The operator sees all. */
async function heldCredit(
  call: Pick<
    Call<z.output<typeof creditParams>, unknown, unknown>,
    'db' | 'actor' | 'organizationId' | 'params'
  >,
): Promise<Credit> {
  const credit = await store.lockCredit(call.db, call.params.credit_id);
  const isSeller = credit?.providerId != null && credit.providerId === call.organizationId;
  if (!credit || !(call.actor.operator || isSeller)) throw notFound('credit');
  return credit;
}

const giveBack = route({
  method: 'POST',
  path: '/billing/credits/{credit_id}/refund',
  tag: 'billing',
  summary: 'Give credit back to the payments that it came from',
  access: 'billing:write',
  idempotent: true,
  params: creditParams,
  body: z
    .strictObject({ amount: z.string().max(30).optional().describe('All that is left, if not given') })
    .default({}),
  response: { status: 202, schema: z.object({ data: z.array(refundSchema) }) },
  problems: [kernelProblems.notFound, creditProblems.moreThanLeft, creditProblems.notRefundable],
  async handler(call) {
    const { db, actor, body } = call;
    const credit = await heldCredit(call);
    const at = call.atOf(credit.organizationId);
    const amountMinor =
      body.amount === undefined ? credit.remainingMinor : readAmount(body.amount, credit.currency);
    const refunds = await refundCredit(db, credit, { amountMinor }, at);
    const about = { at, organizationId: credit.organizationId, actor };
    await audit(db, { ...about, action: 'credit.refunded', object: credit.id, detail: { ...body } });
    return { data: refunds.map(presentRefund) };
  },
});

function readAmount(text: string, currency: string): bigint {
  try {
    const { minor } = parseAmount(text, currency);
    if (minor <= 0n) throw new RangeError('must be more than zero');
    return minor;
  } catch (error) {
    throw invalid([{ pointer: '/amount', detail: (error as Error).message }]);
  }
}

const listRefunds = route({
  method: 'GET',
  path: '/refunds',
  tag: 'billing',
  summary: 'List refunds that the organization gets or gives, latest first',
  access: 'billing:read',
  query: z.strictObject({ ...pageQuery, invoice_id: id.optional(), credit_note_id: id.optional() }),
  response: { status: 200, schema: pageOf(refundSchema) },
  async handler(call) {
    const { limit, cursor, invoice_id, credit_note_id } = call.query;
    const afterId = decodeCursor(cursor)?.[0];
    const filter = {
      partyId: call.actor.operator ? null : call.organizationId,
      invoiceId: invoice_id ?? null,
      creditNoteId: credit_note_id ?? null,
      id: null,
    };
    const page = { limit: limit + 1, afterId: afterId === undefined ? null : String(afterId) };
    const rows = await refundStore.listRefunds(call.db, filter, page);
    return toPage(rows, limit, (one) => [one.id], presentRefund);
  },
});

const refundParams = z.object({ refund_id: id });

const showRefund = route({
  method: 'GET',
  path: '/refunds/{refund_id}',
  tag: 'billing',
  summary: 'Show a refund',
  access: 'billing:read',
  params: refundParams,
  response: { status: 200, schema: refundSchema },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const partyId = call.actor.operator ? null : call.organizationId;
    const filter = { partyId, invoiceId: null, creditNoteId: null, id: call.params.refund_id };
    const [refund] = await refundStore.listRefunds(call.db, filter, { limit: 1, afterId: null });
    if (!refund) throw notFound('refund');
    return presentRefund(refund);
  },
});

/** The bank cannot be asked: the operator says what became of a transfer. */
function settleByHand(state: 'succeeded' | 'failed', words: { path: string; summary: string }): Route {
  return route({
    method: 'POST',
    path: `/refunds/{refund_id}/${words.path}`,
    tag: 'billing',
    summary: words.summary,
    access: 'operator',
    idempotent: true,
    params: refundParams,
    body: z
      .strictObject({ reason: z.string().trim().max(500).nullable().default(null) })
      .default({ reason: null }),
    response: { status: 200, schema: refundSchema },
    problems: [kernelProblems.notFound, creditProblems.refundSettled],
    async handler(call) {
      const { db, actor, body } = call;
      const refund = await refundStore.lockRefund(db, call.params.refund_id);
      if (!refund) throw notFound('refund');
      if (refund.source !== 'bank' || isSettled(refund)) throw new Problem(creditProblems.refundSettled);
      const at = call.atOf(refund.organizationId);
      const failureCode = state === 'failed' ? (body.reason ?? 'failed') : null;
      await settleRefund(db, refund, { state, reference: null, failureCode }, at);
      const about = { at, organizationId: refund.organizationId, actor };
      await audit(db, { ...about, action: `refund.${state}`, object: refund.id, detail: { ...body } });
      return presentRefund({ ...refund, state, failureCode, updatedAt: at });
    },
  });
}

export function creditRoutes(): Route[] {
  return [
    listCredits,
    useCredit,
    giveBack,
    listRefunds,
    showRefund,
    settleByHand('succeeded', { path: 'paid', summary: 'Say that a transfer back has been made' }),
    settleByHand('failed', {
      path: 'failed',
      summary: 'Say that a transfer back has failed: it is credit again',
    }),
  ];
}
