import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, newIdempotencyKey } from './client.ts';
import { invalidateInvoices } from './invoices.ts';

export type CreditNote = Answer<'/api/v1/credit-notes', 'get'>['data'][number];
export type Refund = Answer<'/api/v1/refunds', 'get'>['data'][number];
export type CreditPreview = Answer<'/api/v1/invoices/{invoice_id}/credit-notes/preview', 'post'>;

/** Which part of an invoice is taken back: all that is left, or an amount with tax. */
export type Credit = { kind: 'whole' } | { kind: 'amount'; amount: string };

export interface CreditOrder {
  credit: Credit;
  reason: CreditNote['reason'];
  note: string | null;
  remainder: CreditNote['remainder'];
}

const WATCH_MS = 2000;

/** What was taken back of an invoice, and what of it is on its way; watched while a refund is. */
export function givenBackQuery(organization: string, invoiceId: string) {
  return queryOptions({
    queryKey: ['invoices', organization, invoiceId, 'given-back'],
    queryFn: async ({ signal }) => {
      const params = { query: { invoice_id: invoiceId, limit: 100 } };
      const api = apiFor(organization);
      const [notes, refunds] = await Promise.all([
        answer(api.GET('/api/v1/credit-notes', { params, signal })),
        answer(api.GET('/api/v1/refunds', { params, signal })),
      ]);
      return { notes: notes.data, refunds: refunds.data };
    },
    refetchInterval: ({ state }) =>
      state.data?.refunds.some((refund) => refund.state === 'pending') ? WATCH_MS : false,
  });
}

export function previewCredit(
  organization: string,
  invoiceId: string,
  credit: Credit,
): Promise<CreditPreview> {
  return answer(
    apiFor(organization).POST('/api/v1/invoices/{invoice_id}/credit-notes/preview', {
      params: { path: { invoice_id: invoiceId } },
      body: { credit },
    }),
  );
}

export async function issueCreditNote(
  organization: string,
  invoiceId: string,
  order: CreditOrder,
): Promise<void> {
  await answer(
    apiFor(organization).POST('/api/v1/invoices/{invoice_id}/credit-notes', {
      params: paramsOf(invoiceId),
      body: order,
    }),
  );
  await invalidateInvoices(organization);
}

export async function writeOffInvoice(
  organization: string,
  invoiceId: string,
  reason: string,
): Promise<void> {
  await answer(
    apiFor(organization).POST('/api/v1/invoices/{invoice_id}/write-off', {
      params: paramsOf(invoiceId),
      body: { reason },
    }),
  );
  await invalidateInvoices(organization);
}

export async function voidInvoice(organization: string, invoiceId: string, note: string): Promise<void> {
  await answer(
    apiFor(organization).POST('/api/v1/invoices/{invoice_id}/void', {
      params: paramsOf(invoiceId),
      body: { reason: 'other', note },
    }),
  );
  await invalidateInvoices(organization);
}

function paramsOf(invoiceId: string) {
  return { path: { invoice_id: invoiceId }, header: { 'Idempotency-Key': newIdempotencyKey() } };
}
