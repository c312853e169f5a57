import { z } from 'zod';
import { currencyField } from '#identity';
import {
  audit,
  type Db,
  decodeKeys,
  formatAmount,
  instantText,
  invalid,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { hasBought } from '#subscriptions';
import { amountText, readAmount } from '#wallets';
import type { CloseDeps } from '../invoices/close-batch.ts';
import { paymentProblems } from './problems.ts';
import { startAttempt } from './start-attempt.ts';
import { startTopUp } from './start-top-up.ts';
import { paymentMethods } from './store.ts';
import * as store from './store-top-ups.ts';
import type { AutoTopUp, TopUp } from './top-up.ts';

const id = z.string().max(64);
const provider = id.describe('Whose calls the credit is for');
const idKey = z.tuple([z.string()]);
const mostAutoTopUps = 200;

const topUpSchema = z.object({
  invoice_id: z.string().describe('The credit is there once this is paid'),
  provider_id: z.string(),
  amount: z.string(),
  currency: z.string(),
  automatic: z.boolean(),
  state: z.enum(['open', 'paid', 'failed']),
  created_at: z.string(),
});

function presentTopUp(topUp: TopUp): z.input<typeof topUpSchema> {
  return {
    invoice_id: topUp.invoiceId,
    provider_id: topUp.providerId,
    amount: formatAmount({ minor: topUp.amountMinor, currency: topUp.currency }),
    currency: topUp.currency,
    automatic: topUp.automatic,
    state: topUp.state,
    created_at: instantText(topUp.createdAt),
  };
}

const autoSchema = z.object({
  provider_id: z.string(),
  currency: z.string(),
  threshold: z.string(),
  amount: z.string(),
  monthly_maximum: z.string().nullable(),
  cool_off_minutes: z.int(),
  payment_method_id: z.string().nullable(),
  suspended_reason: z.string().nullable().describe('Why nothing is bought; saving it again switches it on'),
});

function presentAuto(auto: AutoTopUp): z.input<typeof autoSchema> {
  const { currency } = auto;
  const amount = (minor: bigint) => formatAmount({ minor, currency });
  return {
    provider_id: auto.providerId,
    currency,
    threshold: amount(auto.thresholdMinor),
    amount: amount(auto.amountMinor),
    monthly_maximum: auto.monthlyMaximumMinor === null ? null : amount(auto.monthlyMaximumMinor),
    cool_off_minutes: auto.coolOffMinutes,
    payment_method_id: auto.paymentMethodId,
    suspended_reason: auto.suspendedReason,
  };
}

type TopUpDeps = Pick<CloseDeps, 'sources' | 'defaults'>;

export function topUpRoutes(deps: TopUpDeps): Route[] {
  return [topUpRoute(deps), listTopUps, listAuto, saveAuto, removeAuto];
}

async function requireMethod(db: Db, organizationId: string, methodId: string | null): Promise<void> {
  if (methodId === null) return;
  const methods = await paymentMethods(db, organizationId);
  if (!methods.some((method) => method.id === methodId)) throw notFound('payment method');
}

function topUpRoute(close: TopUpDeps): Route {
  return route({
    method: 'POST',
    path: '/wallets/top-ups',
    tag: 'wallets',
    summary: 'Buy credit in advance',
    description:
      'Makes an invoice without tax; tax is charged when the credit is used. It is collected from the payment method, or ' +
      'with none waits for a transfer. Nothing is credited before it is paid.',
    access: 'billing:write',
    idempotent: true,
    body: z.strictObject({
      provider_id: provider,
      amount: amountText,
      currency: currencyField,
      payment_method_id: id.nullable().default(null).describe('null: the default method, if there is one'),
    }),
    response: { status: 201, schema: topUpSchema },
    problems: [paymentProblems.nothingToTopUp],
    async handler(call) {
      const { body, db, at, actor, organizationId } = call;
      const { provider_id: providerId, currency, payment_method_id: methodId } = body;
      const amountMinor = readAmount(body.amount, currency);
      if (!(await hasBought(db, providerId, organizationId))) throw notFound('provider');
      await requireMethod(db, organizationId, methodId);
      const ref = { organizationId, providerId, currency };
      const topUp = await startTopUp(db, close, { ref, amountMinor, automatic: false, at });
      const { invoiceId } = topUp;
      const methods = await paymentMethods(db, organizationId);
      if (methodId !== null || methods.some((method) => method.isDefault))
        await startAttempt(db, { invoiceId, organizationId, paymentMethodId: methodId, at });
      const detail = { provider_id: providerId, amount: body.amount, currency };
      await audit(db, {
        at,
        organizationId,
        actor,
        action: 'wallet.top_up_ordered',
        object: invoiceId,
        detail,
      });
      return presentTopUp(topUp);
    },
  });
}

const listTopUps = route({
  method: 'GET',
  path: '/wallets/top-ups',
  tag: 'wallets',
  summary: 'List the credit that you ordered, latest first',
  access: 'billing:read',
  query: z.strictObject(pageQuery),
  response: { status: 200, schema: pageOf(topUpSchema) },
  async handler(call) {
    const { limit, cursor } = call.query;
    const beforeId = decodeKeys(cursor, idKey)?.[0] ?? null;
    const rows = await store.listTopUps(call.db, call.organizationId, { limit: limit + 1, beforeId });
    return toPage(rows, limit, (topUp) => [topUp.invoiceId], presentTopUp);
  },
});

const listAuto = route({
  method: 'GET',
  path: '/wallets/auto-top-ups',
  tag: 'wallets',
  summary: 'List what is bought by itself',
  access: 'billing:read',
  response: { status: 200, schema: z.object({ data: z.array(autoSchema), next_cursor: z.null() }) },
  async handler(call) {
    const autos = await store.autoTopUpsOf(call.db, call.organizationId, mostAutoTopUps);
    return { data: autos.map(presentAuto), next_cursor: null };
  },
});

const autoBody = z.strictObject({
  provider_id: provider,
  currency: currencyField,
  threshold: z.string().max(25).describe('Once less than this is available, credit is bought'),
  amount: amountText,
  monthly_maximum: z.string().max(25).nullable().default(null).describe('Per calendar month (UTC)'),
  cool_off_minutes: z.int().min(0).max(43_200).default(5).describe('Between one and the next'),
  payment_method_id: id.nullable().default(null).describe('null: the default method'),
});

const saveAuto = route({
  method: 'PUT',
  path: '/wallets/auto-top-ups',
  tag: 'wallets',
  summary: 'Buy credit by itself when it runs low',
  description: 'One at a time. A payment that fails suspends it until it is saved again.',
  access: 'billing:write',
  body: autoBody,
  response: { status: 200, schema: autoSchema },
  async handler(call) {
    const { body, db, at, actor, organizationId } = call;
    const auto = readAuto(body, organizationId);
    if (!(await hasBought(db, auto.providerId, organizationId))) throw notFound('provider');
    await requireMethod(db, organizationId, auto.paymentMethodId);
    await store.saveAutoTopUp(db, auto, at);
    const action = 'wallet.auto_top_up_saved';
    await audit(db, { at, organizationId, actor, action, object: auto.providerId, detail: body });
    return presentAuto(auto);
  },
});

function readAuto(body: z.output<typeof autoBody>, organizationId: string): AutoTopUp {
  const { currency, monthly_maximum: most } = body;
  const amountMinor = readAmount(body.amount, currency);
  const monthlyMaximumMinor = most === null ? null : readAmount(most, currency, '/monthly_maximum');
  if (monthlyMaximumMinor !== null && monthlyMaximumMinor < amountMinor)
    throw invalid([{ pointer: '/monthly_maximum', detail: 'must not be less than the amount' }]);
  return {
    organizationId,
    providerId: body.provider_id,
    currency,
    thresholdMinor: readAmount(body.threshold, currency, '/threshold'),
    amountMinor,
    monthlyMaximumMinor,
    coolOffMinutes: body.cool_off_minutes,
    paymentMethodId: body.payment_method_id,
    suspendedReason: null,
    lastStartedAt: null,
  };
}

const removeAuto = route({
  method: 'DELETE',
  path: '/wallets/auto-top-ups',
  tag: 'wallets',
  summary: 'Buy nothing by itself any more',
  access: 'billing:write',
  query: z.strictObject({ provider_id: provider, currency: currencyField }),
  response: { status: 204 },
  async handler(call) {
    const { db, at, actor, organizationId, query } = call;
    const ref = { organizationId, providerId: query.provider_id, currency: query.currency };
    if (!(await store.removeAutoTopUp(db, ref))) throw notFound('automatic top-up');
    const action = 'wallet.auto_top_up_removed';
    await audit(db, { at, organizationId, actor, action, object: ref.providerId, detail: { ...query } });
    return undefined;
  },
});
