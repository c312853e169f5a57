import { z } from 'zod';
import { instantText } from '#kernel';
import { instant, reference, revision, slug, title } from './fields.ts';
import { type PlanTerms, planTermsSchema } from './plan-terms.ts';

/** A product's offer. What it promises stands in its versions. */
export interface Plan {
  readonly id: string;
  readonly productId: string;
  readonly slug: string;
  readonly name: string;
  /** Order within the product; a higher tier includes the routes of the lower ones. */
  readonly tier: number;
  /** What new subscribers get; null before the first publication. */
  readonly currentVersionId: string | null;
  readonly revision: number;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

export interface PlanVersion {
  readonly id: string;
  readonly planId: string;
  /** 1, 2, 3 … in the order of creation. */
  readonly number: number;
  /** A published version never changes. */
  readonly state: 'draft' | 'published';
  readonly terms: PlanTerms;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
  readonly publishedAt: Temporal.Instant | null;
}

/** A version together with the plan that it belongs to: what invoices and quotas need of both. */
export interface PlanVersionOfPlan extends PlanVersion {
  readonly productId: string;
  readonly planSlug: string;
  readonly planName: string;
  readonly tier: number;
}

const tier = z.int().min(0).max(1000).describe('Order within the product; higher includes lower');

export const newPlanSchema = z.strictObject({
  product_id: reference,
  slug,
  name: title,
  tier,
  terms: planTermsSchema.optional().describe('Makes version 1 at once'),
  publish: z.boolean().default(false).describe('Publishes version 1 at once'),
});
export type NewPlan = z.output<typeof newPlanSchema>;

export const planChangeSchema = z.strictObject({ slug, name: title, tier, revision }).partial();
export type PlanChange = z.output<typeof planChangeSchema>;

export const planVersionSchema = z.object({
  id: z.string(),
  plan_id: z.string(),
  number: z.int(),
  state: z.enum(['draft', 'published']),
  terms: planTermsSchema,
  created_at: instant,
  updated_at: instant,
  published_at: instant.nullable(),
});

export const planSchema = z.object({
  id: z.string(),
  product_id: z.string(),
  slug: z.string(),
  name: z.string(),
  tier: z.int(),
  current_version: planVersionSchema.nullable(),
  revision: z.int(),
  created_at: instant,
  updated_at: instant,
});

/** A plan on offer, as everybody may see it. */
export const publicPlanSchema = z.object({
  id: z.string(),
  product_id: z.string(),
  slug: z.string(),
  name: z.string(),
  tier: z.int(),
  version: z.object({
    id: z.string(),
    number: z.int(),
    published_at: instant.nullable(),
    terms: planTermsSchema,
  }),
});

export function presentPlanVersion(version: PlanVersion): z.output<typeof planVersionSchema> {
  return {
    id: version.id,
    plan_id: version.planId,
    number: version.number,
    state: version.state,
    terms: version.terms,
    created_at: instantText(version.createdAt),
    updated_at: instantText(version.updatedAt),
    published_at: version.publishedAt && instantText(version.publishedAt),
  };
}

export function presentPlan(plan: Plan, current: PlanVersion | null): z.output<typeof planSchema> {
  return {
    id: plan.id,
    product_id: plan.productId,
    slug: plan.slug,
    name: plan.name,
    tier: plan.tier,
    current_version: current && presentPlanVersion(current),
    revision: plan.revision,
    created_at: instantText(plan.createdAt),
    updated_at: instantText(plan.updatedAt),
  };
}

export function presentPublicPlan(version: PlanVersionOfPlan): z.output<typeof publicPlanSchema> {
  return {
    id: version.planId,
    product_id: version.productId,
    slug: version.planSlug,
    name: version.planName,
    tier: version.tier,
    version: {
      id: version.id,
      number: version.number,
      published_at: version.publishedAt && instantText(version.publishedAt),
      terms: version.terms,
    },
  };
}
