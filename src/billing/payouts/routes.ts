import { z } from 'zod';
import { readIban } from '#connectors/payments';
import { organizationHeader } from '#identity';
import {
  audit,
  decimal,
  decodeCursor,
  formatAmount,
  instantText,
  invalid,
  isDecimalText,
  kernelProblems,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { accountBalances } from '#ledger';
import type { Payout } from './payout.ts';
import { payoutFile } from './payout-file.ts';
import { payoutProblems } from './problems.ts';
import { runPayouts } from './run-payouts.ts';
import { saveAccount } from './save-account.ts';
import { settlePayout } from './settle-payout.ts';
import * as store from './store.ts';

const payoutSchema = z.object({
  id: z.string(),
  run_key: z.string(),
  provider_id: z.string(),
  amount: z.string(),
  currency: z.string(),
  state: z.enum(['in_transit', 'paid', 'failed', 'returned']),
  holder_name: z.string(),
  iban: z.string(),
  reason: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});

function presentPayout(payout: Payout): z.input<typeof payoutSchema> {
  return {
    id: payout.id,
    run_key: payout.runKey,
    provider_id: payout.providerId,
    amount: formatAmount({ minor: payout.amountMinor, currency: payout.currency }),
    currency: payout.currency,
    state: payout.state,
    holder_name: payout.holderName,
    iban: payout.iban,
    reason: payout.reason,
    created_at: instantText(payout.createdAt),
    updated_at: instantText(payout.updatedAt),
  };
}

const keyField = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 of A-Z, a-z, 0-9, . _ -');
const idParams = z.object({ payout_id: z.string().max(64) });

const balancesSchema = z.object({
  data: z.array(
    z.object({
      currency: z.string(),
      unsettled: z.string().describe('Share of invoices that are not paid yet'),
      payable: z.string().describe('Share of paid invoices'),
      in_transit: z.string().describe('On its way to you'),
    }),
  ),
});

const balanceCodes = {
  provider_unsettled: 'unsettled',
  provider_payable: 'payable',
  payout_in_transit: 'in_transit',
} as const;

const balances = route({
  method: 'GET',
  path: '/balances',
  tag: 'payouts',
  summary: 'What the provider has earned and not been paid yet',
  access: 'payouts:read',
  response: { status: 200, schema: balancesSchema },
  async handler(call) {
    const own = await accountBalances(
      call.db,
      { owner: call.organizationId },
      { limit: 10_000, afterId: null },
    );
    const byCurrency = new Map<string, Record<'unsettled' | 'payable' | 'in_transit', bigint>>();
    for (const { account, balanceMinor } of own) {
      if (!Object.hasOwn(balanceCodes, account.code)) continue;
      const name = balanceCodes[account.code as keyof typeof balanceCodes];
      const row = byCurrency.get(account.currency) ?? { unsettled: 0n, payable: 0n, in_transit: 0n };
      byCurrency.set(account.currency, row);
      row[name] -= balanceMinor;
    }
    const data = [...byCurrency].map(([currency, row]) => ({
      currency,
      unsettled: formatAmount({ minor: row.unsettled, currency }),
      payable: formatAmount({ minor: row.payable, currency }),
      in_transit: formatAmount({ minor: row.in_transit, currency }),
    }));
    return { data: data.sort((a, b) => (a.currency < b.currency ? -1 : 1)) };
  },
});

const runBody = z.strictObject({
  key: keyField.optional().describe('Natural key of the run; default: the day (UTC)'),
  minimum: z.string().max(30).refine(isDecimalText, 'must be a decimal').default('0'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
});
const runSchema = z.object({
  key: z.string(),
  repeated: z.boolean(),
  payouts: z.array(payoutSchema),
  held: z.array(
    z.object({
      provider_id: z.string(),
      currency: z.string(),
      amount: z.string(),
      reason: z.enum(['below_minimum', 'no_payout_account']),
    }),
  ),
});

const createRun = route({
  method: 'POST',
  path: '/payouts/runs',
  tag: 'payouts',
  summary: 'Pay all providers what is payable',
  description: 'Repeating a run under the same key pays nothing and answers the payouts of the first.',
  access: 'operator',
  idempotent: true,
  body: runBody,
  response: { status: 201, schema: runSchema },
  async handler(call) {
    const { body, at, actor, db } = call;
    const key = body.key ?? at.toString().slice(0, 10);
    const run = await runPayouts(db, {
      key,
      minimum: decimal(body.minimum),
      currency: body.currency ?? null,
      requestedBy: actor.name,
      at,
    });
    if (!run.repeated) {
      const detail = { payouts: run.payouts.length };
      await audit(db, { at, organizationId: null, actor, action: 'payouts.run', object: key, detail });
    }
    return {
      key,
      repeated: run.repeated,
      payouts: run.payouts.map(presentPayout),
      held: run.held.map((one) => ({
        provider_id: one.providerId,
        currency: one.currency,
        amount: formatAmount({ minor: one.amountMinor, currency: one.currency }),
        reason: one.reason,
      })),
    };
  },
});

const runFile = route({
  method: 'GET',
  path: '/payouts/runs/{key}/file.csv',
  tag: 'payouts',
  summary: 'The payouts of a run as a file for the bank',
  access: 'operator',
  params: z.object({ key: keyField }),
  response: { status: 200, content: 'text/csv; charset=utf-8' },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { key } = call.params;
    if (!(await store.hasRun(call.db, key))) throw notFound('payout run');
    const filter = { providerId: null, runKey: key };
    const payouts = await store.listPayouts(call.db, filter, { limit: 100_000, afterId: null });
    call.reply.header('content-disposition', `attachment; filename="payouts-${key}.csv"`);
    return payoutFile(payouts);
  },
});

const list = route({
  method: 'GET',
  path: '/payouts',
  tag: 'payouts',
  summary: 'List payouts, latest first; for operators those of all providers, unless they name one',
  access: 'payouts:read',
  query: z.strictObject({ ...pageQuery, run_key: keyField.optional() }),
  response: { status: 200, schema: pageOf(payoutSchema) },
  async handler(call) {
    const { limit, cursor, run_key } = call.query;
    const afterId = decodeCursor(cursor)?.[0];
    const ofAll = call.actor.operator && call.headers[organizationHeader] === undefined;
    const filter = { providerId: ofAll ? null : call.organizationId, runKey: run_key ?? null };
    const page = { limit: limit + 1, afterId: afterId === undefined ? null : String(afterId) };
    return toPage(await store.listPayouts(call.db, filter, page), limit, (one) => [one.id], presentPayout);
  },
});

const show = route({
  method: 'GET',
  path: '/payouts/{payout_id}',
  tag: 'payouts',
  summary: 'Show a payout',
  access: 'payouts:read',
  params: idParams,
  response: { status: 200, schema: payoutSchema },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const providerId = call.actor.operator ? null : call.organizationId;
    const filter = { providerId, runKey: null, id: call.params.payout_id };
    const [payout] = await store.listPayouts(call.db, filter, { limit: 1, afterId: null });
    if (!payout) throw notFound('payout');
    return presentPayout(payout);
  },
});

function settleRoute(state: 'paid' | 'failed' | 'returned', summary: string): Route {
  return route({
    method: 'POST',
    path: `/payouts/{payout_id}/${state}`,
    tag: 'payouts',
    summary,
    access: 'operator',
    params: idParams,
    body: z.strictObject({ reason: z.string().trim().min(1).max(500).optional() }).default({}),
    response: { status: 200, schema: payoutSchema },
    problems: [kernelProblems.notFound, payoutProblems.payoutState],
    async handler(call) {
      const { at, actor, db } = call;
      const id = call.params.payout_id;
      const payout = await settlePayout(db, { id, state, reason: call.body.reason ?? null, at });
      const about = { at, organizationId: payout.providerId, actor };
      await audit(db, { ...about, action: `payout.${state}`, object: id });
      return presentPayout(payout);
    },
  });
}

const accountSchema = z.object({ holder_name: z.string(), iban: z.string() });

const changeAccount = route({
  method: 'PUT',
  path: '/payouts/account',
  tag: 'payouts',
  summary: 'Say where payouts go',
  access: 'billing:write',
  body: z.strictObject({ holder_name: z.string().trim().min(1).max(140), iban: z.string().max(50) }),
  response: { status: 200, schema: accountSchema },
  async handler(call) {
    const { at, actor, db, organizationId } = call;
    const iban = readIban(call.body.iban);
    if (!iban) throw invalid([{ pointer: '/iban', detail: 'is not a valid account number (ISO 13616)' }]);
    const account = { holder_name: call.body.holder_name, iban };
    await saveAccount(db, account, { at, actor, organizationId });
    return account;
  },
});

const showAccount = route({
  method: 'GET',
  path: '/payouts/account',
  tag: 'payouts',
  summary: 'Where payouts go; `account` is null until somebody has said it',
  access: 'payouts:read',
  response: { status: 200, schema: z.object({ account: accountSchema.nullable() }) },
  async handler(call) {
    const account = (await store.payoutAccounts(call.db, [call.organizationId])).get(call.organizationId);
    return { account: account ? { holder_name: account.holderName, iban: account.iban } : null };
  },
});

export function payoutRoutes(): Route[] {
  return [
    balances,
    createRun,
    runFile,
    list,
    showAccount,
    changeAccount,
    show,
    settleRoute('paid', 'Say that a payout has arrived'),
    settleRoute('failed', 'Say that a payout did not get through'),
    settleRoute('returned', 'Say that a payout came back after it was paid'),
  ];
}
