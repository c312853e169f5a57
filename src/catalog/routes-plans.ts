import { z } from 'zod';
import { type Call, type Db, notFound, pageOf, pageQuery, type Route, route, toPage } from '#kernel';
import { compareTerms, differenceSchema } from './compare-terms.ts';
import { idOfCursor, numberOfCursor, reference } from './fields.ts';
import { planVersions } from './find.ts';
import {
  newPlanSchema,
  type Plan,
  type PlanVersion,
  planChangeSchema,
  planSchema,
  planVersionSchema,
  presentPlan,
  presentPlanVersion,
} from './plan.ts';
import { normalizeTerms, planTermsSchema } from './plan-terms.ts';
import {
  changePlanVersion,
  createPlanVersion,
  publishPlanVersion,
  removePlanVersion,
} from './plan-versions.ts';
import { catalogProblems } from './problems.ts';
import { editorOf } from './routes-products.ts';
import { changePlan, createPlan, removePlan } from './save-plan.ts';
import { findOwnPlan, findPlanVersion, listOwnPlans, listPlanVersions } from './store-plans.ts';

const tag = 'plans';
const planParams = z.object({ plan_id: reference });
const versionParams = z.object({ plan_id: reference, version_id: reference });
const termsBody = z.strictObject({ terms: planTermsSchema });

async function ownPlan(
  call: Pick<Call<{ plan_id: string }, unknown, unknown>, 'db' | 'organizationId' | 'params'>,
) {
  const plan = await findOwnPlan(call.db, call.organizationId, call.params.plan_id);
  if (!plan) throw notFound('plan');
  return plan;
}

async function ownVersion(
  call: Call<{ plan_id: string }, unknown, unknown>,
  id: string,
): Promise<PlanVersion> {
  const plan = await ownPlan(call);
  const version = await findPlanVersion(call.db, plan.id, id);
  if (!version) throw notFound('plan version');
  return version;
}

async function withCurrent(db: Db, plan: Plan) {
  const id = plan.currentVersionId;
  return presentPlan(plan, id === null ? null : ((await planVersions(db, [id])).get(id) ?? null));
}

export function planRoutes(): Route[] {
  return [...readingRoutes(), ...writingRoutes(), ...versionReadingRoutes(), ...versionWritingRoutes()];
}

function readingRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/billing/plans',
      tag,
      summary: 'List the plans of your products',
      access: 'catalog:read',
      query: z.strictObject({ ...pageQuery, product: reference.optional().describe('Id of a product') }),
      response: { status: 200, schema: pageOf(planSchema) },
      handler: async (call) => {
        const { limit, cursor, product } = call.query;
        const afterId = idOfCursor(cursor);
        const filter = { productId: product, afterId, size: limit + 1 };
        const plans = await listOwnPlans(call.db, call.organizationId, filter);
        const current = await planVersions(
          call.db,
          plans.flatMap((plan) => plan.currentVersionId ?? []),
        );
        return toPage(
          plans,
          limit,
          (plan) => [plan.id],
          (plan) => presentPlan(plan, current.get(plan.currentVersionId ?? '') ?? null),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/billing/plans/{plan_id}',
      tag,
      summary: 'Show a plan with its current version',
      access: 'catalog:read',
      params: planParams,
      response: { status: 200, schema: planSchema },
      handler: async (call) => withCurrent(call.db, await ownPlan(call)),
    }),
    route({
      method: 'GET',
      path: '/billing/plans/{plan_id}/compare',
      tag,
      summary: 'What differs from version a to version b',
      access: 'catalog:read',
      params: planParams,
      query: z.strictObject({ a: reference, b: reference }),
      response: {
        status: 200,
        schema: z.object({
          a: planVersionSchema,
          b: planVersionSchema,
          differences: z.array(differenceSchema),
        }),
      },
      handler: async (call) => {
        const a = await ownVersion(call, call.query.a);
        const b = await ownVersion(call, call.query.b);
        const differences = compareTerms(a.terms, b.terms);
        return { a: presentPlanVersion(a), b: presentPlanVersion(b), differences };
      },
    }),
  ];
}

function writingRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/billing/plans',
      tag,
      summary: 'Create a plan, with terms also its first version',
      access: 'catalog:write',
      body: newPlanSchema.refine((body) => body.terms !== undefined || !body.publish, {
        path: ['publish'],
        message: 'needs terms to publish',
      }),
      response: { status: 201, schema: planSchema.extend({ version: planVersionSchema.nullable() }) },
      problems: [
        catalogProblems.planSlugTaken,
        catalogProblems.planTierTaken,
        catalogProblems.tooManyOfAKind,
      ],
      handler: async (call) => {
        const { plan, version } = await createPlan(call.db, call.body, editorOf(call));
        const current = version?.state === 'published' ? version : null;
        return { ...presentPlan(plan, current), version: version && presentPlanVersion(version) };
      },
    }),
    route({
      method: 'PATCH',
      path: '/billing/plans/{plan_id}',
      tag,
      summary: "Change a plan's name, slug or tier; what it promises changes by a new version",
      access: 'catalog:write',
      params: planParams,
      body: planChangeSchema,
      response: { status: 200, schema: planSchema },
      problems: [catalogProblems.planSlugTaken, catalogProblems.planTierTaken, catalogProblems.staleRevision],
      handler: async (call) =>
        withCurrent(call.db, await changePlan(call.db, call.params.plan_id, call.body, editorOf(call))),
    }),
    route({
      method: 'DELETE',
      path: '/billing/plans/{plan_id}',
      tag,
      summary: 'Delete a plan that was never published',
      access: 'catalog:write',
      params: planParams,
      response: { status: 204 },
      problems: [catalogProblems.planInUse],
      handler: async (call) => {
        await removePlan(call.db, call.params.plan_id, editorOf(call));
        return undefined;
      },
    }),
    route({
      method: 'POST',
      path: '/billing/plans/validate',
      tag,
      summary: 'Check terms without keeping them; answers them in their normal form',
      access: 'catalog:read',
      body: termsBody,
      transaction: false,
      response: { status: 200, schema: z.object({ terms: planTermsSchema }) },
      handler: async (call) => ({ terms: normalizeTerms(call.body.terms) }),
    }),
  ];
}

function versionReadingRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/billing/plans/{plan_id}/versions',
      tag,
      summary: 'List the versions of a plan, latest first',
      access: 'catalog:read',
      params: planParams,
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(planVersionSchema) },
      handler: async (call) => {
        const { limit, cursor } = call.query;
        const plan = await ownPlan(call);
        const beforeNumber = numberOfCursor(cursor);
        const rows = await listPlanVersions(call.db, plan.id, { beforeNumber, size: limit + 1 });
        return toPage(rows, limit, (version) => [version.number], presentPlanVersion);
      },
    }),
    route({
      method: 'GET',
      path: '/billing/plans/{plan_id}/versions/{version_id}',
      tag,
      summary: 'Show a version',
      access: 'catalog:read',
      params: versionParams,
      response: { status: 200, schema: planVersionSchema },
      handler: async (call) => presentPlanVersion(await ownVersion(call, call.params.version_id)),
    }),
  ];
}

function versionWritingRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/billing/plans/{plan_id}/versions',
      tag,
      summary: 'Draft a new version',
      access: 'catalog:write',
      params: planParams,
      body: termsBody,
      response: { status: 201, schema: planVersionSchema },
      problems: [catalogProblems.tooManyOfAKind],
      handler: async (call) =>
        presentPlanVersion(
          await createPlanVersion(call.db, call.params.plan_id, call.body.terms, editorOf(call)),
        ),
    }),
    route({
      method: 'PUT',
      path: '/billing/plans/{plan_id}/versions/{version_id}',
      tag,
      summary: 'Replace the terms of a draft',
      access: 'catalog:write',
      params: versionParams,
      body: termsBody,
      response: { status: 200, schema: planVersionSchema },
      problems: [catalogProblems.planVersionPublished],
      handler: async (call) => {
        const { plan_id: planId, version_id: versionId } = call.params;
        return presentPlanVersion(
          await changePlanVersion(call.db, planId, versionId, call.body.terms, editorOf(call)),
        );
      },
    }),
    route({
      method: 'DELETE',
      path: '/billing/plans/{plan_id}/versions/{version_id}',
      tag,
      summary: 'Discard a draft',
      access: 'catalog:write',
      params: versionParams,
      response: { status: 204 },
      problems: [catalogProblems.planVersionPublished],
      handler: async (call) => {
        await removePlanVersion(call.db, call.params.plan_id, call.params.version_id, editorOf(call));
        return undefined;
      },
    }),
    route({
      method: 'POST',
      path: '/billing/plans/{plan_id}/versions/{version_id}/publish',
      tag,
      summary: 'Publish a draft: new subscribers get it, and it can never change again',
      access: 'catalog:write',
      params: versionParams,
      response: { status: 200, schema: planSchema },
      problems: [catalogProblems.planVersionPublished],
      handler: async (call) => {
        const { plan_id: planId, version_id: versionId } = call.params;
        const { plan, version } = await publishPlanVersion(call.db, planId, versionId, editorOf(call));
        return presentPlan(plan, version);
      },
    }),
  ];
}
