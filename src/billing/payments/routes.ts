import { z } from 'zod';
import type { PaymentProcessors, TestProcessor } from '#connectors/payments';
import {
  audit,
  formatAmount,
  instantText,
  kernelProblems,
  notFound,
  Problem,
  type Route,
  route,
} from '#kernel';
import { findInvoice } from '../invoices/index.ts';
import { addMethod, chooseDefault, removeMethod } from './methods.ts';
import type { PaymentAttempt, PaymentMethod } from './payment.ts';
import { paymentProblems } from './problems.ts';
import { bankRoutes } from './routes-bank.ts';
import { startAttempt } from './start-attempt.ts';
import * as store from './store.ts';

export interface PaymentRouteDeps {
  readonly processors: PaymentProcessors;
  /** The built-in processor, when it is switched on: its cards ask their owners here. */
  readonly testProcessor: TestProcessor | null;
}

const id = z.string().max(64);

export const attemptSchema = z.object({
  id: z.string(),
  invoice_id: z.string(),
  payment_method_id: z.string(),
  processor: z.string(),
  amount: z.string(),
  currency: z.string(),
  state: z.enum(['created', 'sent', 'requires_action', 'processing', 'succeeded', 'failed', 'unknown']),
  action_url: z.string().nullable(),
  failure_code: z.string().nullable(),
  automatic: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});

function presentAttempt(attempt: PaymentAttempt): z.input<typeof attemptSchema> {
  return {
    id: attempt.id,
    invoice_id: attempt.invoiceId,
    payment_method_id: attempt.paymentMethodId,
    processor: attempt.processor,
    amount: formatAmount({ minor: attempt.amountMinor, currency: attempt.currency }),
    currency: attempt.currency,
    state: attempt.state,
    action_url: attempt.actionUrl,
    failure_code: attempt.failureCode,
    automatic: attempt.automatic,
    created_at: instantText(attempt.createdAt),
    updated_at: instantText(attempt.updatedAt),
  };
}

const methodSchema = z.object({
  id: z.string(),
  processor: z.string(),
  label: z.string(),
  default: z.boolean(),
  created_at: z.string(),
});

function presentMethod(method: PaymentMethod): z.input<typeof methodSchema> {
  return {
    id: method.id,
    processor: method.processor,
    label: method.label,
    default: method.isDefault,
    created_at: instantText(method.createdAt),
  };
}

const listMethods = route({
  method: 'GET',
  path: '/payment-methods',
  tag: 'payments',
  summary: 'List payment methods',
  access: 'billing:read',
  response: { status: 200, schema: z.object({ data: z.array(methodSchema), next_cursor: z.null() }) },
  async handler(call) {
    const methods = await store.paymentMethods(call.db, call.organizationId);
    return { data: methods.map(presentMethod), next_cursor: null };
  },
});

function createMethod(processors: PaymentProcessors): Route {
  return route({
    method: 'POST',
    path: '/payment-methods',
    tag: 'payments',
    summary: 'Add a payment method',
    description: 'The default method is charged automatically for each invoice.',
    access: 'billing:write',
    body: z.strictObject({
      processor: z.string().max(40),
      token: z
        .string()
        .min(1)
        .max(200)
        .describe("The processor's name for it; of the test processor e.g. pm_test_ok"),
      default: z.boolean().default(false),
    }),
    response: { status: 201, schema: methodSchema },
    problems: [paymentProblems.processorUnknown, paymentProblems.tokenRefused],
    async handler(call) {
      const { body, at, actor, db, organizationId } = call;
      const { processor, token } = body;
      const order = { organizationId, processor, token, makeDefault: body.default, at };
      const method = await addMethod(db, processors, order);
      await audit(db, { at, organizationId, actor, action: 'payment_method.added', object: method.id });
      return presentMethod(method);
    },
  });
}

const methodParams = z.object({ payment_method_id: id });

const makeDefault = route({
  method: 'POST',
  path: '/payment-methods/{payment_method_id}/default',
  tag: 'payments',
  summary: 'Charge invoices to this payment method from now on',
  access: 'billing:write',
  params: methodParams,
  response: { status: 204 },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { at, actor, db, organizationId } = call;
    const methodId = call.params.payment_method_id;
    await chooseDefault(db, organizationId, methodId);
    await audit(db, { at, organizationId, actor, action: 'payment_method.made_default', object: methodId });
    return undefined;
  },
});

const deleteMethod = route({
  method: 'DELETE',
  path: '/payment-methods/{payment_method_id}',
  tag: 'payments',
  summary: 'Remove a payment method',
  access: 'billing:write',
  params: methodParams,
  response: { status: 204 },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { at, actor, db, organizationId } = call;
    const methodId = call.params.payment_method_id;
    await removeMethod(db, organizationId, methodId, at);
    await audit(db, { at, organizationId, actor, action: 'payment_method.removed', object: methodId });
    return undefined;
  },
});

const pay = route({
  method: 'POST',
  path: '/invoices/{invoice_id}/pay',
  tag: 'payments',
  summary: 'Pay an invoice with a payment method',
  description:
    'The charge is made in the background: ask for the payment attempt until it has succeeded or failed.',
  access: 'billing:write',
  idempotent: true,
  params: z.object({ invoice_id: id }),
  body: z.strictObject({ payment_method_id: id.optional() }).default({}),
  response: { status: 202, schema: attemptSchema },
  problems: [
    kernelProblems.notFound,
    paymentProblems.invoiceSettled,
    paymentProblems.attemptOpen,
    paymentProblems.noPaymentMethod,
  ],
  async handler(call) {
    const { at, actor, db, organizationId } = call;
    const invoiceId = call.params.invoice_id;
    const paymentMethodId = call.body.payment_method_id ?? null;
    const attempt = await startAttempt(db, { invoiceId, organizationId, paymentMethodId, at });
    await audit(db, { at, organizationId, actor, action: 'payment.started', object: attempt.id });
    return presentAttempt(attempt);
  },
});

const listAttempts = route({
  method: 'GET',
  path: '/invoices/{invoice_id}/payment-attempts',
  tag: 'payments',
  summary: 'List what was tried to collect an invoice',
  access: 'billing:read',
  params: z.object({ invoice_id: id }),
  response: { status: 200, schema: z.object({ data: z.array(attemptSchema), next_cursor: z.null() }) },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { db, params, actor } = call;
    const found = await findInvoice(db, params.invoice_id);
    const visible = found && (actor.operator || found.invoice.organizationId === call.organizationId);
    if (!visible) throw notFound('invoice');
    const attempts = await store.attemptsOf(db, params.invoice_id);
    return { data: attempts.map(presentAttempt), next_cursor: null };
  },
});

const attemptParams = z.object({ attempt_id: id });

const showAttempt = route({
  method: 'GET',
  path: '/payment-attempts/{attempt_id}',
  tag: 'payments',
  summary: 'Show a payment attempt',
  access: 'billing:read',
  params: attemptParams,
  response: { status: 200, schema: attemptSchema },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const attempt = await store.findAttempt(call.db, call.params.attempt_id);
    const visible = attempt && (call.actor.operator || attempt.organizationId === call.organizationId);
    if (!visible) throw notFound('payment attempt');
    return presentAttempt(attempt);
  },
});

function answerTestCard(processor: TestProcessor): Route {
  return route({
    method: 'POST',
    path: '/checkout/test-processor/{attempt_id}',
    tag: 'payments',
    summary: "Approve or refuse a payment as the test card's owner",
    access: 'billing:write',
    params: attemptParams,
    body: z.strictObject({ approve: z.boolean() }),
    response: { status: 202, schema: attemptSchema },
    problems: [kernelProblems.notFound, paymentProblems.nothingToAnswer],
    async handler(call) {
      const { at, db } = call;
      const attempt = await store.lockAttempt(db, call.params.attempt_id);
      if (!attempt || attempt.organizationId !== call.organizationId) throw notFound('payment attempt');
      const answered = await processor.answerAction(attempt.id, call.body.approve);
      if (!answered) throw new Problem(paymentProblems.nothingToAnswer);
      const { state, actionUrl } = attempt;
      await store.updateAttempt(db, attempt.id, { state, checkAt: at, actionUrl }, at);
      return presentAttempt(attempt);
    },
  });
}

export function paymentRoutes({ processors, testProcessor }: PaymentRouteDeps): Route[] {
  return [
    listMethods,
    createMethod(processors),
    makeDefault,
    deleteMethod,
    pay,
    listAttempts,
    showAttempt,
    ...(testProcessor ? [answerTestCard(testProcessor)] : []),
    ...bankRoutes,
  ];
}
