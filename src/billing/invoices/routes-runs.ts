import { z } from 'zod';
import {
  audit,
  type Call,
  type Db,
  decodeCursor,
  formatAmount,
  instantText,
  kernelProblems,
  notFound,
  Problem,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { awaitRun } from './await-run.ts';
import type { CloseDeps } from './close-batch.ts';
import { dryRun, outcomeSchema, plannedSchema, presentPlanned, totalsOf } from './dry-run.ts';
import { invoiceSchema, presentInvoice } from './present.ts';
import { invoiceProblems } from './problems.ts';
import { type RunOrder, requestRun } from './request-run.ts';
import { paceOf } from './run-pace.ts';
import type { InvoiceWithReceivable } from './store-invoices.ts';
import * as store from './store-runs.ts';

const id = z.string().max(100);
const runSummarySchema = z.object({
  id: z.string(),
  provider_id: z.string().nullable().describe('Whose consumers; null: everybody’s'),
  requested_by: z.string(),
  state: z.enum(store.RUN_STATES),
  close_current_period: z.boolean(),
  leave_draft: z.boolean(),
  at: z.string(),
  total: z.int().describe('Its subscriptions'),
  done: z.int(),
  counts: z
    .record(z.string(), z.int())
    .describe('Subscriptions by outcome; open ones are still to do, or were left when it was called off'),
  per_second: z.number().nullable().describe('Its pace since work on it last began'),
  estimated_end_at: z.string().nullable().describe('At this pace; null when it is over'),
  created_at: z.string(),
  finished_at: z.string().nullable(),
});

const runSchema = runSummarySchema.extend({
  id: z.string().nullable().describe('null for a dry run'),
  plan: z.array(plannedSchema).nullable().describe('Of a dry run: what would be billed'),
  totals: z
    .array(z.object({ currency: z.string(), subscriptions: z.int(), total: z.string() }))
    .nullable()
    .describe('Of a dry run: what the plan comes to, before taxes'),
  next_after: z.string().nullable().describe('Of a dry run: there are more, after this one'),
  invoices: z
    .array(invoiceSchema.extend({ platform_fee: z.string(), provider_share: z.string() }))
    .nullable()
    .describe('When it was waited for: its invoices, at most a hundred'),
});

const mostInDryRun = 1000;

const runBody = z.strictObject({
  organizations: z
    .array(id)
    .min(1)
    .max(1000)
    .optional()
    .describe('Only these consumers; a sandbox consumer is billed by its test clock'),
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
    .describe(`Write nothing, answer the plan of the first ${mostInDryRun} subscriptions`),
  after: id
    .optional()
    .describe('For a dry run: the subscriptions after this one, next_after of the one before'),
});

/** The operator bills for everybody; a provider its own consumers. */
function mine(call: Call<unknown, unknown, unknown>): string | null {
  return call.actor.operator ? null : call.organizationId;
}

function orderOf(call: Call<unknown, unknown, z.output<typeof runBody>>): RunOrder {
  const { body, actor, at } = call;
  return {
    providerId: mine(call),
    organizationIds: body.organizations ?? null,
    subscriptionIds: body.subscriptions ?? null,
    closeCurrentPeriod: body.close_current_period,
    leaveDraft: body.leave_draft,
    requestedBy: actor.name,
    at,
  };
}

const notDry = { plan: null, totals: null, next_after: null, invoices: null };

async function presentRun(
  db: Db,
  run: store.BillingRun,
  at: Temporal.Instant,
): Promise<z.input<typeof runSummarySchema> & { id: string }> {
  return presentWith((await store.countOutcomes(db, [run])).get(run.id)!, run, at);
}

function presentWith(counts: Record<string, number>, run: store.BillingRun, at: Temporal.Instant) {
  const { done, perSecond, endAt } = paceOf(run, counts.open ?? 0, at);
  return {
    id: run.id,
    provider_id: run.providerId,
    requested_by: run.requestedBy,
    state: run.state,
    close_current_period: run.closeCurrentPeriod,
    leave_draft: run.leaveDraft,
    at: instantText(run.at),
    total: run.total,
    done,
    counts,
    per_second: perSecond,
    estimated_end_at: endAt && instantText(endAt),
    created_at: instantText(run.createdAt),
    finished_at: run.finishedAt && instantText(run.finishedAt),
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
      if (call.body.dry_run) return presentDryRun(call, deps);
      const { at, actor, db } = call;
      const run = await requestRun(db, orderOf(call));
      const about = { at, organizationId: run.providerId, actor };
      await audit(db, {
        ...about,
        action: 'billing_run.requested',
        object: run.id,
        detail: { ...call.body },
      });
      return { ...(await presentRun(db, run, at)), ...notDry };
    },
    async afterCommit({ db, body, at }, answer) {
      if (!body.wait || answer.id === null) return answer;
      const found = await awaitRun(db, answer.id);
      const run = (await store.findRun(db, answer.id))!;
      return {
        ...(await presentRun(db, run, at)),
        ...notDry,
        invoices: found.map((one) => presentShared(one, at)),
      };
    },
  });
}

async function presentDryRun(
  call: Call<unknown, unknown, z.output<typeof runBody>>,
  deps: CloseDeps,
): Promise<z.input<typeof runSchema>> {
  const order = orderOf(call);
  const { plan, nextId } = await dryRun(call.db, deps, order, {
    afterId: call.body.after ?? '',
    limit: mostInDryRun,
  });
  const at = instantText(order.at);
  return {
    id: null,
    provider_id: order.providerId,
    requested_by: order.requestedBy,
    state: 'done' as const,
    close_current_period: order.closeCurrentPeriod,
    leave_draft: order.leaveDraft,
    at,
    total: plan.length,
    done: plan.length,
    counts: countBy(plan.map((one) => one.outcome)),
    per_second: null,
    estimated_end_at: null,
    created_at: at,
    finished_at: at,
    plan: plan.map(presentPlanned),
    totals: totalsOf(plan),
    next_after: nextId,
    invoices: null,
  };
}

function countBy(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
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
    return { ...(await presentRun(call.db, run, call.at)), ...notDry };
  },
});

const listRuns = route({
  method: 'GET',
  path: '/billing/runs',
  tag: 'billing',
  summary: 'List billing runs and how far they are',
  description: 'The newest first. The operator sees all, a provider its own.',
  access: 'billing:read',
  query: z.strictObject({ ...pageQuery, state: z.enum(store.RUN_STATES).optional() }),
  response: { status: 200, schema: pageOf(runSummarySchema) },
  async handler(call) {
    const { limit, cursor, state } = call.query;
    const beforeId = decodeCursor(cursor)?.[0];
    const page = { limit: limit + 1, beforeId: beforeId === undefined ? null : String(beforeId) };
    const rows = await store.listRuns(call.db, { providerId: mine(call), state }, page);
    const counts = await store.countOutcomes(call.db, rows);
    return toPage(
      rows,
      limit,
      (run) => [run.id],
      (run) => presentWith(counts.get(run.id)!, run, call.at),
    );
  },
});

const cancelRun = route({
  method: 'POST',
  path: '/billing/runs/{run_id}/cancel',
  tag: 'billing',
  summary: 'Call a billing run off',
  description: 'What it is billing at this moment is finished; the rest stays unbilled.',
  access: 'billing:write',
  params: runParams,
  response: { status: 200, schema: runSchema },
  problems: [kernelProblems.notFound, invoiceProblems.runDone],
  async handler(call) {
    const { id: object, state, providerId } = await visibleRun(call);
    const { at, actor, db } = call;
    if (await store.endRun(db, object, 'canceled', at)) {
      await audit(db, { at, organizationId: providerId, actor, action: 'billing_run.canceled', object });
    } else if (state === 'done') {
      throw new Problem(invoiceProblems.runDone);
    }
    return { ...(await presentRun(db, (await store.findRun(db, object))!, at)), ...notDry };
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

export function billingRunRoutes(deps: CloseDeps): Route[] {
  return [createRun(deps), listRuns, showRun, cancelRun, runItems];
}
