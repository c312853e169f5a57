import { z } from 'zod';
import {
  audit,
  type Call,
  decimalText,
  decodeCursor,
  formatAmount,
  instantText,
  kernelProblems,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { awaitRun } from './await-run.ts';
import type { CloseDeps } from './close-batch.ts';
import { type BatchPlan, planBatch } from './plan-batch.ts';
import { invoiceSchema, presentInvoice } from './present.ts';
import { type RunOrder, requestRun, subscriptionsOf } from './request-run.ts';
import { listSetAside, readmit, type SetAside } from './store-close.ts';
import type { InvoiceWithReceivable } from './store-invoices.ts';
import * as store from './store-runs.ts';

const id = z.string().max(100);
const outcomeSchema = z.enum([
  'invoiced',
  'nothing_to_bill',
  'not_due',
  'waiting',
  'set_aside',
  'unknown',
  'busy',
]);

const plannedSchema = z.object({
  subscription_id: z.string(),
  outcome: outcomeSchema,
  reason: z.string().nullable(),
  currency: z.string().nullable(),
  total: z.string().nullable(),
  lines: z.array(
    z.object({
      kind: z.string(),
      description: z.string(),
      quantity: z.string(),
      unit: z.string(),
      amount: z.string(),
    }),
  ),
});

const runSchema = z.object({
  id: z.string().nullable().describe('null for a dry run'),
  state: z.enum(['queued', 'running', 'done']),
  close_current_period: z.boolean(),
  leave_draft: z.boolean(),
  at: z.string(),
  counts: z.record(z.string(), z.int()).describe('Subscriptions by outcome; open ones are still to do'),
  finished_at: z.string().nullable(),
  plan: z.array(plannedSchema).nullable().describe('Of a dry run: what would be billed'),
  invoices: z
    .array(invoiceSchema.extend({ platform_fee: z.string(), provider_share: z.string() }))
    .nullable()
    .describe('When it was waited for: its invoices, at most a hundred'),
});

const mostInDryRun = 1000;

const runBody = z.strictObject({
  organizations: z.array(id).min(1).max(1000).optional().describe('Only these consumers'),
  subscriptions: z.array(id).min(1).max(1000).optional().describe('Only these subscriptions'),
  close_current_period: z.boolean().default(false).describe('Bill usage so far of periods that are not over'),
  leave_draft: z.boolean().default(false).describe('Do not issue the invoices: a person looks at them first'),
  wait: z
    .boolean()
    .default(false)
    .describe('Answer when it is done and collected, within about half a minute'),
  dry_run: z
    .boolean()
    .default(false)
    .describe(`Write nothing, answer the plan (at most ${mostInDryRun} subscriptions)`),
});

function orderOf(call: Call<unknown, unknown, z.output<typeof runBody>>): RunOrder {
  const { body, actor, at } = call;
  return {
    // The operator bills for everybody; a provider its own consumers.
    providerId: actor.operator ? null : call.organizationId,
    organizationIds: body.organizations ?? null,
    subscriptionIds: body.subscriptions ?? null,
    closeCurrentPeriod: body.close_current_period,
    leaveDraft: body.leave_draft,
    requestedBy: actor.name,
    at,
  };
}

async function dryRun(call: Call<unknown, unknown, z.output<typeof runBody>>, deps: CloseDeps) {
  const order = orderOf(call);
  const ids: string[] = [];
  for await (const page of subscriptionsOf(call.db, order)) {
    ids.push(...page);
    if (ids.length >= mostInDryRun) break;
  }
  const mode = order.closeCurrentPeriod ? 'early' : 'due';
  const request = { ids: ids.slice(0, mostInDryRun), mode, at: order.at } as const;
  const plan = presentPlan(await planBatch(call.db, deps.sources, deps.defaults, request));
  return {
    id: null,
    state: 'done' as const,
    close_current_period: order.closeCurrentPeriod,
    leave_draft: order.leaveDraft,
    at: instantText(order.at),
    counts: countBy(plan.map((one) => one.outcome)),
    finished_at: instantText(order.at),
    plan,
    invoices: null,
  };
}

function countBy(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function presentPlan(plan: BatchPlan): z.input<typeof plannedSchema>[] {
  const billed = plan.planned.map(({ subscription, plan: { lines } }) => {
    const currency = lines[0]?.currency ?? null;
    const totalMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
    return {
      subscription_id: subscription.id,
      outcome: lines.length > 0 ? ('invoiced' as const) : ('nothing_to_bill' as const),
      reason: null,
      currency,
      total: currency === null ? null : formatAmount({ minor: totalMinor, currency }),
      lines: lines.map((line) => ({
        kind: line.kind,
        description: line.description,
        quantity: decimalText(line.quantity),
        unit: line.unit,
        amount: formatAmount({ minor: line.amountMinor, currency: line.currency }),
      })),
    };
  });
  const refused = [...plan.refused].map(([subscription_id, one]) => {
    const reason = 'reason' in one ? one.reason : null;
    return { subscription_id, outcome: one.outcome, reason, currency: null, total: null, lines: [] };
  });
  return [...billed, ...refused];
}

function presentRun(run: store.BillingRun, counts: Record<string, number>): z.input<typeof runSchema> {
  return {
    id: run.id,
    state: run.state,
    close_current_period: run.closeCurrentPeriod,
    leave_draft: run.leaveDraft,
    at: instantText(run.at),
    counts,
    finished_at: run.finishedAt && instantText(run.finishedAt),
    plan: null,
    invoices: null,
  };
}

function createRun(deps: CloseDeps): Route {
  return route({
    method: 'POST',
    path: '/billing/runs',
    tag: 'billing',
    summary: 'Bill what is due, or the present period so far',
    description: 'Runs in the background: ask for the run until it is done. A dry run answers at once.',
    access: 'billing:write',
    idempotent: true,
    body: runBody,
    response: { status: 202, schema: runSchema },
    async handler(call) {
      if (call.body.dry_run) return dryRun(call, deps);
      const { at, actor, db } = call;
      const run = await requestRun(db, orderOf(call));
      const counts = await store.countOutcomes(db, run.id);
      const about = { at, organizationId: run.providerId, actor };
      await audit(db, {
        ...about,
        action: 'billing_run.requested',
        object: run.id,
        detail: { ...call.body },
      });
      return presentRun(run, counts);
    },
    async afterCommit({ db, body, at }, answer) {
      if (!body.wait || answer.id === null) return answer;
      const found = await awaitRun(db, answer.id);
      const run = (await store.findRun(db, answer.id))!;
      return {
        ...presentRun(run, await store.countOutcomes(db, run.id)),
        invoices: found.map((one) => presentShared(one, at)),
      };
    },
  });
}

function presentShared(found: InvoiceWithReceivable, at: Temporal.Instant) {
  const { currency, feeMinor, shareMinor } = found.invoice;
  return {
    ...presentInvoice(found, at),
    platform_fee: formatAmount({ minor: feeMinor, currency }),
    provider_share: formatAmount({ minor: shareMinor, currency }),
  };
}

const runParams = z.object({ run_id: id });

async function visibleRun(
  call: Call<z.output<typeof runParams>, unknown, unknown>,
): Promise<store.BillingRun> {
  const run = await store.findRun(call.db, call.params.run_id);
  if (!run || (!call.actor.operator && run.providerId !== call.organizationId)) throw notFound('billing run');
  return run;
}

const showRun = route({
  method: 'GET',
  path: '/billing/runs/{run_id}',
  tag: 'billing',
  summary: 'Show how far a billing run is',
  access: 'billing:read',
  params: runParams,
  response: { status: 200, schema: runSchema },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const run = await visibleRun(call);
    return presentRun(run, await store.countOutcomes(call.db, run.id));
  },
});

const itemSchema = z.object({
  subscription_id: z.string(),
  outcome: outcomeSchema.nullable().describe('null while it is still to do'),
  invoice_id: z.string().nullable(),
  reason: z.string().nullable(),
});

const runItems = route({
  method: 'GET',
  path: '/billing/runs/{run_id}/subscriptions',
  tag: 'billing',
  summary: 'List what became of each subscription of a run',
  access: 'billing:read',
  params: runParams,
  query: z.strictObject(pageQuery),
  response: { status: 200, schema: pageOf(itemSchema) },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const run = await visibleRun(call);
    const { limit, cursor } = call.query;
    const afterId = decodeCursor(cursor)?.[0];
    const page = { limit: limit + 1, afterId: afterId === undefined ? null : String(afterId) };
    const rows = await store.listRunItems(call.db, run.id, page);
    return toPage(
      rows,
      limit,
      (row) => [row.subscriptionId],
      (row) => ({
        subscription_id: row.subscriptionId,
        outcome: row.outcome as z.input<typeof outcomeSchema> | null,
        invoice_id: row.invoiceId,
        reason: row.reason,
      }),
    );
  },
});

const setAsideSchema = z.object({
  subscription_id: z.string(),
  reason: z.string(),
  count: z.int().describe('How often it was set aside'),
  set_aside_at: z.string(),
});

function presentSetAside(one: SetAside): z.input<typeof setAsideSchema> {
  const { subscriptionId, reason, count, at } = one;
  return { subscription_id: subscriptionId, reason, count, set_aside_at: instantText(at) };
}

const setAside = route({
  method: 'GET',
  path: '/billing/set-aside',
  tag: 'billing',
  summary: 'List subscriptions that could not be billed, with the reasons',
  access: 'operator',
  query: z.strictObject(pageQuery),
  response: { status: 200, schema: pageOf(setAsideSchema) },
  async handler(call) {
    const { limit, cursor } = call.query;
    const afterId = decodeCursor(cursor)?.[0];
    const page = { limit: limit + 1, afterId: afterId === undefined ? null : String(afterId) };
    return toPage(await listSetAside(call.db, page), limit, (row) => [row.subscriptionId], presentSetAside);
  },
});

const retrySetAside = route({
  method: 'POST',
  path: '/billing/set-aside/{subscription_id}/retry',
  tag: 'billing',
  summary: 'Let the next run bill a subscription again',
  access: 'operator',
  params: z.object({ subscription_id: id }),
  response: { status: 204 },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { at, actor, db } = call;
    const object = call.params.subscription_id;
    if (!(await readmit(db, object))) throw notFound('subscription that is set aside');
    await audit(db, { at, organizationId: null, actor, action: 'billing.subscription_readmitted', object });
    return undefined;
  },
});

export function billingRunRoutes(deps: CloseDeps): Route[] {
  return [createRun(deps), showRun, runItems, setAside, retrySetAside];
}
