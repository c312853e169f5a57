import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

export type Invoice = Answer<'/api/v1/invoices', 'get'>['data'][number];
export type InvoiceDetail = Answer<'/api/v1/invoices/{invoice_id}', 'get'>;
export type InvoiceLine = InvoiceDetail['lines'][number];
export type PaymentMethod = Answer<'/api/v1/payment-methods', 'get'>['data'][number];
export type PaymentAttempt = Answer<'/api/v1/invoices/{invoice_id}/payment-attempts', 'get'>['data'][number];

export type InvoiceRole = 'buyer' | 'seller';

export function invoicesQuery(organization: string, role: InvoiceRole = 'buyer') {
  return infiniteQueryOptions({
    queryKey: ['invoices', organization, 'list', role],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam, role };
      return answer(apiFor(organization).GET('/api/v1/invoices', { params: { query }, signal }));
    },
    ...byCursor,
  });
}

export function invoiceQuery(organization: string, invoiceId: string) {
  return queryOptions({
    queryKey: ['invoices', organization, invoiceId],
    queryFn: ({ signal }) => {
      const params = { path: { invoice_id: invoiceId } };
      return answer(apiFor(organization).GET('/api/v1/invoices/{invoice_id}', { params, signal }));
    },
  });
}

/** The document itself; the request needs the organization's header, which a plain link cannot carry. */
export async function invoicePdf(organization: string, invoiceId: string): Promise<Blob> {
  const params = { path: { invoice_id: invoiceId } };
  return answer(apiFor(organization).GET('/api/v1/invoices/{invoice_id}.pdf', { params, parseAs: 'blob' }));
}

const PENDING = new Set<PaymentAttempt['state']>([
  'created',
  'sent',
  'requires_action',
  'processing',
  'unknown',
]);
const WATCH_MS = 1000;

export function isPending(attempt: PaymentAttempt): boolean {
  return PENDING.has(attempt.state);
}

/** What was tried to collect the invoice; watched while something is under way. */
export function attemptsQuery(organization: string, invoiceId: string) {
  return queryOptions({
    queryKey: ['invoices', organization, invoiceId, 'attempts'],
    queryFn: async ({ signal }) => {
      const params = { path: { invoice_id: invoiceId } };
      const { data } = await answer(
        apiFor(organization).GET('/api/v1/invoices/{invoice_id}/payment-attempts', { params, signal }),
      );
      return data;
    },
    refetchInterval: ({ state }) => (state.data?.some(isPending) ? WATCH_MS : false),
  });
}

export function paymentMethodsQuery(organization: string) {
  return queryOptions({
    queryKey: ['payment-methods', organization],
    queryFn: async ({ signal }) => {
      const { data } = await answer(apiFor(organization).GET('/api/v1/payment-methods', { signal }));
      return data;
    },
  });
}

export async function addPaymentMethod(
  organization: string,
  method: { processor: string; token: string },
): Promise<PaymentMethod> {
  const added = await answer(apiFor(organization).POST('/api/v1/payment-methods', { body: method }));
  await queryClient.invalidateQueries({ queryKey: paymentMethodsQuery(organization).queryKey });
  return added;
}

export interface Payment {
  invoiceId: string;
  paymentMethodId: string;
  idempotencyKey: string;
}

/** Starts a charge; `attemptsQuery` tells how it goes. */
export async function payInvoice(organization: string, payment: Payment): Promise<void> {
  await answer(
    apiFor(organization).POST('/api/v1/invoices/{invoice_id}/pay', {
      params: {
        path: { invoice_id: payment.invoiceId },
        header: { 'Idempotency-Key': payment.idempotencyKey },
      },
      body: { payment_method_id: payment.paymentMethodId },
    }),
  );
  await invalidateInvoices(organization);
}

export function invalidateInvoices(organization: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['invoices', organization] });
}
