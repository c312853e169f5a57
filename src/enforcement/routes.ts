import { z } from 'zod';
import { requireOrganization } from '#identity';
import {
  type Actor,
  type Db,
  decimalText,
  instantText,
  notFound,
  type Route,
  route,
  type UsageDb,
} from '#kernel';
import { BUILT_IN_METERS, quotaAlignments, quotaPeriods } from '#rating';
import {
  type Entitlement,
  entitlementsOf,
  grants,
  isExceeded,
  mergeFeatures,
  type QuotaState,
} from './entitlements.ts';
import { isMeterExceeded, isUsedUp, MeterLimits, type MeterState } from './meter-limits.ts';
import { alertRoutes } from './routes-alerts.ts';
import { resetRoutes } from './routes-resets.ts';
import type { Enforcement } from './start-enforcement.ts';

const feature = z.union([z.boolean(), z.string(), z.number()]);
const query = z.strictObject({
  product: z.string().max(100).optional().describe('Id or slug: only this product'),
});
const workspace = z.object({ workspace_id: z.string().max(200) });

const quota = z.object({
  name: z.string().describe('As headers and resets name it'),
  limit: z.number(),
  used: z.number(),
  remaining: z.number(),
  overage_units: z.number(),
  period: z.enum(quotaPeriods),
  alignment: z.enum(quotaAlignments),
  overage: z.enum(['block', 'charge']),
  period_start: z.string(),
  period_end: z.string(),
  exhausted: z.boolean(),
});

const meterState = z.object({
  subscription_id: z.string(),
  product_id: z.string(),
  quantity: z.string(),
  limit: z.string().nullable().describe('Null: without limit'),
  exceeded: z.boolean(),
  period_start: z.string(),
  period_end: z.string(),
});

const entitlement = z.object({
  subscription_id: z.string(),
  product_id: z.string(),
  product: z.string(),
  plan: z.string(),
  plan_name: z.string(),
  plan_version_id: z.string(),
  state: z.string(),
  active: z.boolean(),
  features: z.record(z.string(), feature),
  quotas: z.array(quota),
  rate_limits: z.array(z.object({ limit: z.number(), window_seconds: z.number() })),
  concurrency: z.number().nullable(),
});

const entitlementsAnswer = z.object({
  workspace_id: z.string(),
  features: z.record(z.string(), feature),
  subscriptions: z.array(entitlement),
});

type Asked = Pick<Enforcement, 'registry' | 'wallMs' | 'reload'>;
type Asking = { db: Db; actor: Actor; at: Temporal.Instant };

/**
 * Answers come from the counters of this node; `enforcement` is the one that the gateway admits with. Meters of
 * providers' own are asked of the usage store.
 */
export function enforcementRoutes(deps: { enforcement: Asked; usageDb: UsageDb }): Route[] {
  const { enforcement } = deps;
  const limits = new MeterLimits(deps.usageDb);
  const entitled = (organizationId: string, product: string | undefined) =>
    entitlementsOf(enforcement.registry, organizationId, product ?? null, enforcement.wallMs());
  const read = async (
    call: Asking,
    workspaceId: string,
    product: string | undefined,
  ): Promise<Entitlement[]> => entitled(await organizationOf(call, workspaceId), product);
  return [
    route({
      method: 'GET',
      path: '/entitlements/{workspace_id}',
      tag: 'entitlements',
      summary: 'What a consumer may do now',
      description: 'All live subscriptions, and their features merged into one set.',
      access: 'subscriptions:read',
      params: workspace,
      query,
      response: { status: 200, schema: entitlementsAnswer },
      async handler(call) {
        const found = await read(call, call.params.workspace_id, call.query.product);
        return {
          workspace_id: call.params.workspace_id,
          features: mergeFeatures(found),
          subscriptions: found.map(present),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/entitlements/{workspace_id}/feature/{feature}',
      tag: 'entitlements',
      summary: 'Whether a consumer has a feature',
      access: 'subscriptions:read',
      params: workspace.extend({ feature: z.string().max(100) }),
      query,
      response: { status: 200, schema: z.object({ has_access: z.boolean(), value: feature.nullable() }) },
      async handler(call) {
        const merged = mergeFeatures(await read(call, call.params.workspace_id, call.query.product));
        const value = Object.hasOwn(merged, call.params.feature) ? merged[call.params.feature] : undefined;
        return { has_access: grants(value), value: value ?? null };
      },
    }),
    usageExceeded(entitled, limits),
    invalidate(enforcement, limits),
    ...alertRoutes(),
    ...resetRoutes(),
  ];
}

function usageExceeded(
  entitled: (organizationId: string, product: string | undefined) => Entitlement[],
  limits: MeterLimits,
): Route {
  return route({
    method: 'GET',
    path: '/entitlements/{workspace_id}/usage/{meter}/exceeded',
    tag: 'entitlements',
    summary: 'Whether what a plan gives of a meter is used up',
    description:
      'Quotas limit the meters `requests` and `units`. Any other meter is limited by the numeric feature of its key; what it has counted in the present billing period is read from the usage store, at most once a second.',
    access: 'subscriptions:read',
    params: workspace.extend({ meter: z.string().max(100) }),
    query,
    response: {
      status: 200,
      schema: z.object({
        exceeded: z.boolean(),
        meter: z.string(),
        quotas: z.array(quota),
        subscriptions: z.array(meterState).describe('Of a meter that is not built in'),
      }),
    },
    async handler(call) {
      const { meter, workspace_id: workspaceId } = call.params;
      const { product } = call.query;
      const organizationId = await organizationOf(call, workspaceId);
      if ((BUILT_IN_METERS as readonly string[]).includes(meter)) {
        const found = entitled(organizationId, product);
        const quotas = found.filter((one) => one.active).flatMap((one) => one.quotas);
        return { exceeded: isExceeded(found), meter, quotas: quotas.map(presentQuota), subscriptions: [] };
      }
      const asked = { organizationId, meter, product: product ?? null };
      const states = await limits.read(call.db, asked, () => entitled(organizationId, product));
      if (states === null) throw notFound('meter');
      return {
        exceeded: isMeterExceeded(states),
        meter,
        quotas: [],
        subscriptions: states.map(presentMeter),
      };
    },
  });
}

function invalidate(enforcement: Asked, limits: MeterLimits): Route {
  return route({
    method: 'POST',
    path: '/entitlements/{workspace_id}/invalidate',
    tag: 'entitlements',
    summary: "Reads a consumer's subscriptions again",
    description: 'Changes arrive by themselves within a second; this is for those who will not wait.',
    access: 'subscriptions:write',
    transaction: false,
    params: workspace,
    response: { status: 200, schema: z.object({ reloaded: z.int() }) },
    async handler(call) {
      const organizationId = await organizationOf(call, call.params.workspace_id);
      limits.forget(organizationId);
      const ids = enforcement.registry.subscriptionsOf(organizationId).map((one) => one.id);
      await enforcement.reload(ids);
      return { reloaded: ids.length };
    },
  });
}

/** The usual caller asks about itself, by the id that its token names: that needs no look-up. */
async function organizationOf(call: Asking, reference: string): Promise<string> {
  if (reference === call.actor.organizationId) return reference;
  return (await requireOrganization(call, reference)).id;
}

function present(one: Entitlement): z.input<typeof entitlement> {
  return {
    subscription_id: one.subscription.id,
    product_id: one.subscription.productId,
    product: one.productSlug,
    plan: one.planSlug,
    plan_name: one.planName,
    plan_version_id: one.subscription.planVersionId,
    state: one.subscription.state,
    active: one.active,
    features: { ...one.features },
    quotas: one.quotas.map(presentQuota),
    rate_limits: one.rateLimits.map((rate) => ({ ...rate })),
    concurrency: one.concurrency,
  };
}

function presentMeter(state: MeterState): z.input<typeof meterState> {
  return {
    subscription_id: state.subscriptionId,
    product_id: state.productId,
    quantity: decimalText(state.quantity),
    limit: state.limit && decimalText(state.limit),
    exceeded: isUsedUp(state),
    period_start: instantText(state.startAt),
    period_end: instantText(state.endAt),
  };
}

function presentQuota(state: QuotaState): z.input<typeof quota> {
  const time = (ms: number) => instantText(Temporal.Instant.fromEpochMilliseconds(ms));
  return {
    name: state.name,
    limit: state.limit,
    used: state.used,
    remaining: state.remaining,
    overage_units: state.overageUnits,
    period: state.period,
    alignment: state.alignment,
    overage: state.overage,
    period_start: time(state.periodStartMs),
    period_end: time(state.periodEndMs),
    exhausted: state.exhausted,
  };
}
