import { z } from 'zod';
import {
  decodeCursor,
  instantText,
  invalid,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { subscriptionsByIds } from '#subscriptions';
import { PERIOD_KINDS } from './admission/index.ts';
import { enforcementProblems } from './problems.ts';
import { resetQuota } from './reset-quota.ts';
import { listResets, type QuotaReset } from './store-resets.ts';

const reference = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an id');
const params = z.object({ subscription_id: reference });
const reason = z
  .string()
  .min(1)
  .max(1000)
  .refine((value) => value.trim() !== '', 'must not be empty')
  .refine(
    (value) => !value.includes('\u0000') && value.isWellFormed(),
    'contains characters that cannot be stored',
  );

const resetSchema = z.object({
  id: z.string(),
  subscription_id: z.string(),
  quotas: z.array(z.string()),
  reason: z.string(),
  at: z.string(),
});

export function resetRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/subscriptions/{subscription_id}/quota-resets',
      tag: 'entitlements',
      summary: "Give a consumer's quota whole again",
      description:
        'For the provider. In force within a second. Usage and its charges stay; overage is charged only for what ' +
        'goes beyond the quota since the reset.',
      access: 'subscriptions:write',
      params,
      body: z.strictObject({
        quota: z.enum(['all', ...PERIOD_KINDS]).describe('A quota of the plan by its name, or all of them'),
        reason: reason.describe('Kept in the audit log'),
      }),
      response: { status: 201, schema: resetSchema },
      problems: [enforcementProblems.tooManyResets],
      idempotent: true,
      async handler(call) {
        const { organizationId, actor, at } = call;
        const subscriptionId = call.params.subscription_id;
        return present(
          await resetQuota(call.db, { ...call.body, subscriptionId, organizationId, actor, at }),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/subscriptions/{subscription_id}/quota-resets',
      tag: 'entitlements',
      summary: 'List the quota resets of a subscription, latest first',
      description: 'For its consumer and its provider.',
      access: 'subscriptions:read',
      params,
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(resetSchema) },
      async handler(call) {
        const id = call.params.subscription_id;
        const found = (await subscriptionsByIds(call.db, [id])).get(id);
        const parties = [found?.organizationId, found?.providerOrganizationId];
        if (!parties.includes(call.organizationId)) throw notFound('subscription');
        const { limit, cursor } = call.query;
        const rows = await listResets(call.db, id, idOfCursor(cursor), limit + 1);
        return toPage(rows, limit, (one) => [one.id], present);
      },
    }),
  ];
}

function present(reset: QuotaReset): z.input<typeof resetSchema> {
  const { id, subscriptionId, quotas, at } = reset;
  return {
    id,
    subscription_id: subscriptionId,
    quotas: [...quotas],
    reason: reset.reason,
    at: instantText(at),
  };
}

function idOfCursor(cursor: string | undefined): string | null {
  const id = decodeCursor(cursor)?.[0];
  if (id === undefined) return null;
  if (reference.safeParse(id).success) return String(id);
  throw invalid([{ pointer: '/query/cursor', detail: 'is not a cursor of this list' }]);
}
