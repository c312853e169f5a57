import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

export type Invoice = Answer<'/api/v1/invoices', 'get'>['data'][number];
export type InvoiceDetail = Answer<'/api/v1/invoices/{invoice_id}', 'get'>;
export type InvoiceLine = InvoiceDetail['lines'][number];
export type PaymentMethod = Answer<'/api/v1/payment-methods', 'get'>['data'][number];
export type PaymentAttempt = Answer<'/api/v1/invoices/{invoice_id}/payment-attempts', 'get'>['data'][number];

export type InvoiceRole = 'buyer' | 'seller';

export const INVOICE_STATES = ['open', 'overdue', 'paid', 'void', 'uncollectible'] as const;

export interface InvoiceFilter {
  role?: InvoiceRole | undefined;
  state?: (typeof INVOICE_STATES)[number] | undefined;
}

export function invoicesQuery(organization: string, { role = 'buyer', state }: InvoiceFilter = {}) {
  return infiniteQueryOptions({
    queryKey: ['invoices', organization, 'list', role, state],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 100, cursor: pageParam, role, state };
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
  method: { processor: string; token: string; default?: boolean },
): Promise<PaymentMethod> {
  const added = await answer(apiFor(organization).POST('/api/v1/payment-methods', { body: method }));
  await queryClient.invalidateQueries({ queryKey: paymentMethodsQuery(organization).queryKey });
  return added;
}

export async function makeDefaultMethod(organization: string, id: string): Promise<void> {
  const params = { path: { payment_method_id: id } };
  const api = apiFor(organization);
  await answer(api.POST('/api/v1/payment-methods/{payment_method_id}/default', { params }));
  await queryClient.invalidateQueries({ queryKey: paymentMethodsQuery(organization).queryKey });
}

export async function removePaymentMethod(organization: string, id: string): Promise<void> {
  const params = { path: { payment_method_id: id } };
  await answer(apiFor(organization).DELETE('/api/v1/payment-methods/{payment_method_id}', { params }));
  await queryClient.invalidateQueries({ queryKey: paymentMethodsQuery(organization).queryKey });
}

export type Credit = Answer<'/api/v1/billing/credits', 'get'>['data'][number];

/** What is to the organization's credit and not used up. */
export function creditsQuery(organization: string) {
  return queryOptions({
    queryKey: ['invoices', organization, 'credits'],
    async queryFn({ signal }): Promise<Credit[]> {
      const params = { query: { limit: 200 } };
      return (await answer(apiFor(organization).GET('/api/v1/billing/credits', { params, signal }))).data;
    },
  });
}

export type PaymentOfInvoice = Answer<'/api/v1/invoices/{invoice_id}/payments', 'get'>['data'][number];

export function paymentsQuery(organization: string, invoiceId: string) {
  return queryOptions({
    queryKey: ['invoices', organization, invoiceId, 'payments'],
    async queryFn({ signal }): Promise<PaymentOfInvoice[]> {
      const params = { path: { invoice_id: invoiceId } };
      return (
        await answer(apiFor(organization).GET('/api/v1/invoices/{invoice_id}/payments', { params, signal }))
      ).data;
    },
  });
}

export async function receiptPdf(organization: string, paymentId: string): Promise<Blob> {
  const params = { path: { payment_id: paymentId } };
  const api = apiFor(organization);
  return answer(api.GET('/api/v1/payments/{payment_id}/receipt.pdf', { params, parseAs: 'blob' }));
}

export type LineEvent = Answer<
  '/api/v1/invoices/{invoice_id}/lines/{position}/events',
  'get'
>['data'][number];

/** The events that a line counted, oldest first. */
export function lineEventsQuery(organization: string, invoiceId: string, position: number) {
  return infiniteQueryOptions({
    queryKey: ['line-events', organization, invoiceId, position],
    // An issued line never changes.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ pageParam, signal }) => {
      const params = {
        path: { invoice_id: invoiceId, position },
        query: { limit: 200, cursor: pageParam },
      };
      const path = '/api/v1/invoices/{invoice_id}/lines/{position}/events';
      return answer(apiFor(organization).GET(path, { params, signal }));
    },
    ...byCursor,
  });
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
