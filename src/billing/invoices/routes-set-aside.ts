import { z } from 'zod';
import {
  audit,
  type Call,
  decodeCursor,
  emit,
  instantText,
  kernelProblems,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { subscriptionsReadmitted } from './events.ts';
import { listSetAside, readmit, type SetAside, type SetAsideFilter } from './store-fences.ts';

const setAsideSchema = z.object({
  subscription_id: z.string(),
  provider_id: z.string().nullable(),
  reason: z.string(),
  reason_code: z.string().describe('The same for all that have the same in their way'),
  count: z.int().describe('How often in a row it was set aside'),
  since: z.string(),
  set_aside_at: z.string().describe('The last time'),
  retry_at: z.string().nullable().describe('When it is tried again by itself; null: when you say so'),
});

function presentSetAside(one: SetAside): z.input<typeof setAsideSchema> {
  return {
    subscription_id: one.subscriptionId,
    provider_id: one.providerId,
    reason: one.reason,
    reason_code: one.code,
    count: one.count,
    since: instantText(one.sinceAt),
    set_aside_at: instantText(one.at),
    retry_at: one.retryAt && instantText(one.retryAt),
  };
}

const code = z.string().min(1).max(100);

/** The operator sees to everybody's; a provider to those of its products. */
function mine(call: Call<unknown, unknown, unknown>): string | null {
  return call.actor.operator ? null : call.organizationId;
}

const setAside = route({
  method: 'GET',
  path: '/billing/set-aside',
  tag: 'billing',
  summary: 'List subscriptions that could not be billed, with the reasons',
  description: 'Those of your own products; the operator sees all. They do not hold up the others.',
  access: 'billing:read',
  query: z.strictObject({ ...pageQuery, reason_code: code.optional() }),
  response: { status: 200, schema: pageOf(setAsideSchema) },
  async handler(call) {
    const { limit, cursor, reason_code } = call.query;
    const afterId = decodeCursor(cursor)?.[0];
    const page = { limit: limit + 1, afterId: afterId === undefined ? null : String(afterId) };
    const rows = await listSetAside(call.db, { providerId: mine(call), code: reason_code }, page);
    return toPage(rows, limit, (row) => [row.subscriptionId], presentSetAside);
  },
});

const retryAll = route({
  method: 'POST',
  path: '/billing/set-aside/retry',
  tag: 'billing',
  summary: 'Bill again what was set aside, all or for one reason',
  description: 'What is due of them is billed at once. What fails again is set aside again.',
  access: 'billing:write',
  body: z.strictObject({ reason_code: code.optional().describe('Left out: whatever the reason') }),
  response: { status: 200, schema: z.object({ retried: z.int() }) },
  async handler(call) {
    const { reason_code } = call.body;
    return {
      retried: await retry(call, { providerId: mine(call), code: reason_code }, reason_code ?? 'all'),
    };
  },
});

const retryOne = route({
  method: 'POST',
  path: '/billing/set-aside/{subscription_id}/retry',
  tag: 'billing',
  summary: 'Bill a subscription again that was set aside',
  description: 'What is due of it is billed at once. If it fails again it is set aside again.',
  access: 'billing:write',
  params: z.object({ subscription_id: z.string().max(100) }),
  response: { status: 204 },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const subscriptionId = call.params.subscription_id;
    const retried = await retry(call, { providerId: mine(call), subscriptionId }, subscriptionId);
    if (retried === 0) throw notFound('subscription that is set aside');
    return undefined;
  },
});

async function retry(
  { at, actor, db }: Call<unknown, unknown, unknown>,
  filter: SetAsideFilter,
  object: string,
): Promise<number> {
  const count = await readmit(db, filter);
  if (count === 0) return 0;
  const organizationId = filter.providerId;
  await audit(db, {
    ...{ at, organizationId, actor, object },
    action: 'billing.subscription_readmitted',
    detail: { count },
  });
  await emit(db, subscriptionsReadmitted, { count }, { organizationId, at });
  return count;
}

export function setAsideRoutes(): Route[] {
  return [setAside, retryAll, retryOne];
}
