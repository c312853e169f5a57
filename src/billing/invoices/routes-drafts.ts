import { z } from 'zod';
import {
  audit,
  type Call,
  invalid,
  isCurrency,
  kernelProblems,
  notFound,
  parseAmount,
  type Route,
  route,
} from '#kernel';
import { post } from '#ledger';
import { addLine, refreshDraft } from './change-draft.ts';
import type { CloseDeps } from './close-batch.ts';
import { discardDraft } from './discard-draft.ts';
import { finalizeInvoice } from './finalize.ts';
import type { DraftRequest } from './lock-draft.ts';
import { invoiceDetailSchema } from './present.ts';
import { invoiceProblems } from './problems.ts';
import { detail } from './routes-invoices.ts';
import { findInvoice } from './store-invoices.ts';
import { lockReceivable } from './store-receivables.ts';
import { writeOff } from './write-off.ts';

const params = z.object({ invoice_id: z.string().max(100) });
const response = { status: 200, schema: invoiceDetailSchema } as const;
const problems = [kernelProblems.notFound, invoiceProblems.invoiceNotDraft, invoiceProblems.invoiceDiscarded];
const common = { tag: 'billing', access: 'billing:write', params, response } as const;

type DraftCall = Call<z.output<typeof params>, unknown, unknown>;

async function requestOf(call: DraftCall): Promise<DraftRequest> {
  const {
    actor,
    organizationId,
    params: { invoice_id: id },
  } = call;
  const found = await findInvoice(call.db, id);
  const at = call.atOf(found?.invoice.organizationId ?? organizationId);
  return { id, providerId: actor.operator ? null : organizationId, at };
}

/** Does it, writes down who did, and shows what has become of the invoice. */
async function noted(call: DraftCall, action: string, facts: Readonly<Record<string, unknown>> = {}) {
  const {
    at,
    actor,
    db,
    params: { invoice_id: id },
  } = call;
  const shown = await detail(call, id);
  await audit(db, { at, organizationId: shown.provider_id, actor, action, object: id, detail: { ...facts } });
  return shown;
}

function finalize(deps: CloseDeps): Route {
  return route({
    ...common,
    method: 'POST',
    path: '/invoices/{invoice_id}/finalize',
    summary: 'Issue a draft: it gets its number and does not change any more',
    idempotent: true,
    problems,
    async handler(call) {
      const { number } = await finalizeInvoice(call.db, deps, await requestOf(call));
      return noted(call, 'invoice.finalized', { number });
    },
  });
}

function refresh(deps: CloseDeps): Route {
  return route({
    ...common,
    method: 'POST',
    path: '/invoices/{invoice_id}/refresh',
    summary: 'Rate a draft again with the usage there is now',
    problems: [...problems, invoiceProblems.draftNotPositive, kernelProblems.unavailable],
    async handler(call) {
      await refreshDraft(call.db, deps, await requestOf(call));
      return noted(call, 'invoice.refreshed');
    },
  });
}

const discard = route({
  ...common,
  method: 'POST',
  path: '/invoices/{invoice_id}/discard',
  summary: 'Throw a draft away; what it bills waits for the next invoice',
  idempotent: true,
  problems,
  async handler(call) {
    await discardDraft(call.db, await requestOf(call));
    return noted(call, 'invoice.discarded');
  },
});

function addOneOff(deps: CloseDeps): Route {
  return route({
    ...common,
    method: 'POST',
    path: '/invoices/{invoice_id}/lines',
    summary: 'Add a line of your own to a draft',
    idempotent: true,
    body: z.strictObject({
      description: z.string().trim().min(1).max(200),
      amount: z.string().max(30).describe('Before tax; negative takes off'),
      currency: z.string().refine(isCurrency, 'is not an ISO 4217 currency'),
    }),
    problems: [...problems, invoiceProblems.draftNotPositive],
    async handler(call) {
      const { description, amount, currency } = call.body;
      const line = { description, amountMinor: lineAmount(amount, currency), currency };
      await addLine(call.db, deps, { ...(await requestOf(call)), line });
      return noted(call, 'invoice.line_added', { description, amount });
    },
  });
}

function lineAmount(text: string, currency: string): bigint {
  try {
    const { minor } = parseAmount(text, currency);
    if (minor === 0n) throw new RangeError('must not be zero');
    return minor;
  } catch (error) {
    throw invalid([{ pointer: '/amount', detail: (error as Error).message }]);
  }
}

const giveUp = route({
  ...common,
  method: 'POST',
  path: '/invoices/{invoice_id}/write-off',
  summary: 'Give up what is open of an invoice',
  description: 'It stays owed: a payment or a credit note that comes after all takes the write-off back.',
  idempotent: true,
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
  problems: [kernelProblems.notFound, invoiceProblems.nothingOpen],
  async handler(call) {
    const { db, actor, organizationId } = call;
    const invoice = await lockReceivable(db, call.params.invoice_id);
    const isSeller = invoice && (actor.operator || invoice.providerId === organizationId);
    if (!isSeller) throw notFound('invoice');
    const why = { reason: call.body.reason, by: actor.userId ?? actor.kind };
    const at = call.atOf(invoice.organizationId);
    await post(db, await writeOff(db, invoice, why, at), at);
    return noted(call, 'invoice.written_off', why);
  },
});

/** What can be done to an invoice by its seller, apart from giving money back. */
export function draftRoutes(deps: CloseDeps): Route[] {
  return [finalize(deps), refresh(deps), discard, addOneOff(deps), giveUp];
}
