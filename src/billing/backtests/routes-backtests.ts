import { z } from 'zod';
import { planVersions, products, versionIdsOfPlan } from '#catalog';
import {
  type Call,
  type Db,
  decodeCursor,
  emit,
  kernelProblems,
  momentField,
  newId,
  notFound,
  Problem,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import {
  type Backtest,
  backtestSchema,
  candidateSchema,
  comparisonSchema,
  presentBacktest,
  presentComparison,
} from './backtest.ts';
import { backtestRequested } from './events.ts';
import * as store from './store-backtests.ts';

const tag = 'billing';
const params = z.strictObject({ backtest_id: z.string().min(1).max(100) });
const body = candidateSchema.safeExtend({
  from: momentField,
  to: momentField.describe('Billing periods that lie wholly between the two are priced again'),
});

export function backtestRoutes(): Route[] {
  return [create, list, show, comparisons];
}

type Asked = Pick<Call<unknown, unknown, z.output<typeof body>>, 'db' | 'body'>;

/** The candidate's terms. Plans and versions of others do not exist. */
async function candidateOf({ db, body: asked }: Asked, providerId: string): Promise<Backtest['terms']> {
  if (asked.terms) return asked.terms;
  const version = (await planVersions(db, [asked.plan_version_id!])).get(asked.plan_version_id!);
  if (!version || !(await sells(db, providerId, version.productId))) throw notFound('plan version');
  return version.terms;
}

async function sells(db: Db, providerId: string, productId: string): Promise<boolean> {
  return (await products(db, [productId])).get(productId)?.organizationId === providerId;
}

/** The plan is named by any of its versions: whoever sells one sells all. */
async function requirePlan(db: Db, providerId: string, planId: string): Promise<void> {
  const [first] = await versionIdsOfPlan(db, planId);
  const version = first === undefined ? undefined : (await planVersions(db, [first])).get(first);
  if (!version || !(await sells(db, providerId, version.productId))) throw notFound('plan');
}

const create = route({
  method: 'POST',
  path: '/billing/backtests',
  tag,
  summary: 'Price past periods again with another plan version',
  description:
    'Runs in the background: ask for it until it is done. Old and new are both computed from the usage known now, by the code that bills; discounts of coupons and taxes are left out.',
  access: 'catalog:write',
  idempotent: true,
  body,
  response: { status: 202, schema: backtestSchema },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { db, at, actor, organizationId: providerId } = call;
    const { plan_id: planId, plan_version_id, from: fromAt, to: toAt } = call.body;
    if (Temporal.Instant.compare(fromAt, toAt) >= 0) {
      throw new Problem(kernelProblems.invalidRequest, {
        detail: 'The span is empty.',
        errors: [{ pointer: '/to', detail: 'must be after from' }],
      });
    }
    await requirePlan(db, providerId, planId);
    const terms = await candidateOf(call, providerId);
    const backtest: Backtest = {
      ...{
        id: newId('bkt'),
        providerId,
        planId,
        planVersionId: plan_version_id,
        terms,
        fromAt,
        toAt,
      },
      ...{ state: 'queued', afterId: '', problem: null, requestedBy: actor.name },
      ...{ createdAt: at, finishedAt: null },
    };
    await store.insertBacktest(db, backtest);
    await emit(db, backtestRequested, { backtest_id: backtest.id }, { organizationId: providerId, at });
    return presentBacktest(backtest, await store.findingsOf(db, backtest.id));
  },
});

const list = route({
  method: 'GET',
  path: '/billing/backtests',
  tag,
  summary: 'List back-tests, latest first',
  access: 'catalog:read',
  query: z.strictObject(pageQuery),
  response: {
    status: 200,
    schema: pageOf(backtestSchema.omit({ totals: true, not_comparable: true, top_movers: true })),
  },
  async handler({ db, organizationId, query }) {
    const afterId = decodeCursor(query.cursor)?.[0];
    const page = { limit: query.limit + 1, afterId: afterId === undefined ? null : String(afterId) };
    const none = { totals: [], notComparable: 0, movers: [] };
    return toPage(
      await store.listBacktests(db, organizationId, page),
      query.limit,
      ({ id }) => [id],
      (one) => {
        const { totals, not_comparable, top_movers, ...head } = presentBacktest(one, none);
        return head;
      },
    );
  },
});

async function ownBacktest(call: Call<z.output<typeof params>, unknown, unknown>): Promise<Backtest> {
  const backtest = await store.findBacktest(call.db, call.params.backtest_id);
  if (backtest?.providerId !== call.organizationId) throw notFound('back-test');
  return backtest;
}

const show = route({
  method: 'GET',
  path: '/billing/backtests/{backtest_id}',
  tag,
  summary: 'Show a back-test: totals and who would pay most more or less',
  access: 'catalog:read',
  params,
  response: { status: 200, schema: backtestSchema },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const backtest = await ownBacktest(call);
    return presentBacktest(backtest, await store.findingsOf(call.db, backtest.id));
  },
});

const comparisons = route({
  method: 'GET',
  path: '/billing/backtests/{backtest_id}/subscriptions',
  tag,
  summary: 'List old against new of each subscription of a back-test',
  access: 'catalog:read',
  params,
  query: z.strictObject(pageQuery),
  response: { status: 200, schema: pageOf(comparisonSchema) },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { id } = await ownBacktest(call);
    const afterId = decodeCursor(call.query.cursor)?.[0];
    const page = { limit: call.query.limit + 1, afterId: afterId === undefined ? null : String(afterId) };
    const rows = await store.listComparisons(call.db, id, page);
    return toPage(rows, call.query.limit, (row) => [row.subscriptionId], presentComparison);
  },
});
