import { z } from 'zod';
import {
  audit,
  type Call,
  decodeCursor,
  invalid,
  kernelProblems,
  notFound,
  type PointedError,
  pageOf,
  pageQuery,
  parseAmount,
  type Route,
  route,
  toPage,
} from '#kernel';
import { walletProblems } from '#wallets';
import { findInvoice, type Invoice } from '../invoices/index.ts';
import { CREDIT_REASONS, type CreditAsk, type CreditNote } from './credit-note.ts';
import { issueCreditNote, planCreditNote, voidInvoice } from './issue-credit-note.ts';
import { visibleNote } from './load-note.ts';
import { creditNoteSchema, creditPlanSchema, presentNote, presentPlan } from './present.ts';
import { creditProblems } from './problems.ts';
import { noteFileRoutes } from './routes-note-files.ts';
import * as store from './store-notes.ts';

const id = z.string().max(100);
const invoiceParams = z.object({ invoice_id: id });
const amountField = z.string().max(30);

const askField = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('whole') }),
  z.strictObject({
    kind: z.literal('lines'),
    lines: z
      .array(
        z.strictObject({
          position: z.int().min(1).max(1_000_000),
          amount: amountField
            .nullable()
            .default(null)
            .describe('Before tax; null for all that is left of the line'),
        }),
      )
      .min(1)
      .max(1000),
  }),
  z.strictObject({ kind: z.literal('amount'), amount: amountField.describe('With tax') }),
]);

const noteBody = z.strictObject({
  credit: askField.describe('Which part of the invoice is taken back'),
  reason: z.enum(CREDIT_REASONS),
  note: z.string().trim().max(500).nullable().default(null).describe('Printed on the credit note'),
  remainder: z
    .enum(['credit', 'refund'])
    .default('credit')
    .describe('What becomes of what had been paid: kept for other invoices, or back to where it came from'),
});

/** Amounts in the invoice's own currency; what is none is told with its place. */
function readAsk(ask: z.output<typeof askField>, currency: string): CreditAsk {
  const errors: PointedError[] = [];
  const read = (text: string, pointer: string): bigint => {
    try {
      const { minor } = parseAmount(text, currency);
      if (minor === 0n) throw new RangeError('must not be zero');
      return minor;
    } catch (error) {
      errors.push({ pointer, detail: (error as Error).message });
      return 0n;
    }
  };
  const result = ((): CreditAsk => {
    if (ask.kind === 'whole') return ask;
    if (ask.kind === 'amount') return { kind: 'amount', totalMinor: read(ask.amount, '/credit/amount') };
    const lines = ask.lines.map(({ position, amount }, index) => ({
      position,
      amountMinor: amount === null ? null : read(amount, `/credit/lines/${index}/amount`),
    }));
    return { kind: 'lines', lines };
  })();
  if (errors.length > 0) throw invalid(errors);
  return result;
}

type NoteCall = Call<z.output<typeof invoiceParams>, unknown, unknown>;

const sellerOf = ({ actor, organizationId }: Pick<NoteCall, 'actor' | 'organizationId'>) =>
  actor.operator ? null : organizationId;

async function soldInvoice(call: NoteCall): Promise<Invoice> {
  const found = await findInvoice(call.db, call.params.invoice_id);
  const seller = sellerOf(call);
  if (!found || (seller !== null && found.invoice.providerId !== seller)) throw notFound('invoice');
  return found.invoice;
}

const creditingProblems = [
  kernelProblems.notFound,
  creditProblems.notIssued,
  creditProblems.nothingToCredit,
  creditProblems.moreThanLeft,
];

const preview = route({
  method: 'POST',
  path: '/invoices/{invoice_id}/credit-notes/preview',
  tag: 'billing',
  summary: 'What a credit note would take back, and where it would go',
  access: 'billing:write',
  params: invoiceParams,
  body: z.strictObject({ credit: askField }),
  response: { status: 200, schema: creditPlanSchema },
  problems: creditingProblems,
  async handler(call) {
    const ask = readAsk(call.body.credit, (await soldInvoice(call)).currency);
    const invoiceId = call.params.invoice_id;
    return presentPlan(await planCreditNote(call.db, { invoiceId, providerId: sellerOf(call), ask }));
  },
});

/** Taken back in the time of whom it was billed to: a sandbox consumer's is another than its provider's. */
const create = route({
  method: 'POST',
  path: '/invoices/{invoice_id}/credit-notes',
  tag: 'billing',
  summary: 'Take back an invoice or part of it',
  description:
    'What nobody has paid is no longer owed; the rest becomes credit, or goes back to the payments that it came from. ' +
    'Of a top-up, the prepaid credit is taken from the wallet; refused when it has been used.',
  access: 'billing:write',
  idempotent: true,
  params: invoiceParams,
  body: noteBody,
  response: { status: 201, schema: creditNoteSchema },
  problems: [...creditingProblems, walletProblems.creditSpent],
  async handler(call) {
    const { actor, db, body } = call;
    const { currency, organizationId } = await soldInvoice(call);
    const ask = readAsk(body.credit, currency);
    const at = call.atOf(organizationId);
    const issued = await issueCreditNote(db, { ...orderOf(call), ...body, ask, at });
    await noteAudit(call, issued, 'credit_note.issued');
    return presentNote(issued, actor.operator || issued.providerId === call.organizationId);
  },
});

const voiding = route({
  method: 'POST',
  path: '/invoices/{invoice_id}/void',
  tag: 'billing',
  summary: 'Take back all of an invoice that nobody has paid anything of',
  description: 'Its number stays: a credit note over all of it stands against it.',
  access: 'billing:write',
  idempotent: true,
  params: invoiceParams,
  body: noteBody.pick({ reason: true, note: true }),
  response: { status: 201, schema: creditNoteSchema },
  problems: [...creditingProblems, creditProblems.invoicePaidFor, creditProblems.paymentUnderWay],
  async handler(call) {
    const { db, body } = call;
    const at = call.atOf((await soldInvoice(call)).organizationId);
    const issued = await voidInvoice(db, { ...orderOf(call), ...body, at });
    await noteAudit(call, issued, 'invoice.voided');
    return presentNote(issued, true);
  },
});

function orderOf(call: NoteCall) {
  const { actor, params } = call;
  return { invoiceId: params.invoice_id, providerId: sellerOf(call), by: actor.userId ?? actor.kind };
}

async function noteAudit({ at, actor, db }: NoteCall, note: CreditNote, action: string): Promise<void> {
  const about = { at, organizationId: note.providerId, actor };
  const detail = { number: note.number, invoice_id: note.invoiceId, reason: note.reason };
  await audit(db, { ...about, action, object: note.id, detail });
}

const list = route({
  method: 'GET',
  path: '/credit-notes',
  tag: 'billing',
  summary: 'List credit notes that the organization has received or issued, latest first',
  access: 'billing:read',
  query: z.strictObject({ ...pageQuery, invoice_id: id.optional() }),
  response: { status: 200, schema: pageOf(creditNoteSchema) },
  async handler(call) {
    const { limit, cursor, invoice_id } = call.query;
    const afterId = decodeCursor(cursor)?.[0];
    const party = call.actor.operator ? null : call.organizationId;
    const page = { limit: limit + 1, afterId: afterId === undefined ? null : String(afterId) };
    const rows = await store.listNotes(call.db, { partyId: party, invoiceId: invoice_id ?? null }, page);
    return toPage(
      rows,
      limit,
      (note) => [note.id],
      (note) => presentNote(note, party === null || note.providerId === party),
    );
  },
});

const show = route({
  method: 'GET',
  path: '/credit-notes/{credit_note_id}',
  tag: 'billing',
  summary: 'Show a credit note',
  access: 'billing:read',
  params: z.object({ credit_note_id: id }),
  response: { status: 200, schema: creditNoteSchema },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { note, isInsider } = await visibleNote(call, call.params.credit_note_id);
    return presentNote(note, isInsider);
  },
});

export function creditNoteRoutes(): Route[] {
  return [preview, create, voiding, list, show, ...noteFileRoutes()];
}
