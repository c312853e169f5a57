/** A subscription as people see it: with what it is a subscription of, on offer or not. */
import { z } from 'zod';
import { planTermsSchema, planVersions, products } from '#catalog';
import { findOrganizations } from '#identity';
import { type Db, instantText } from '#kernel';
import { SUBSCRIPTION_STATES, type Subscription } from './subscription.ts';

export const subscriptionSchema = z.object({
  id: z.string(),
  organization_id: z.string(),
  provider_organization_id: z.string(),
  product_id: z.string(),
  plan_id: z.string(),
  plan_version_id: z.string(),
  product: z.object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    provider_slug: z.string(),
    provider_name: z.string(),
  }),
  plan: z.object({ id: z.string(), slug: z.string(), name: z.string(), tier: z.int() }),
  version: z
    .object({ id: z.string(), number: z.int(), terms: planTermsSchema })
    .describe('What was agreed, which later versions of the plan do not change'),
  state: z.enum(SUBSCRIPTION_STATES),
  time_zone: z.string(),
  anchor_at: z.string(),
  current_period_start_at: z.string(),
  current_period_end_at: z.string(),
  cancel_at_period_end: z.boolean(),
  cancel_reason: z.string().nullable(),
  canceled_at: z.string().nullable(),
  revision: z.int(),
  created_at: z.string(),
});

export type SubscriptionView = z.output<typeof subscriptionSchema>;

/** Looks up what these subscriptions refer to, in three queries however many they are. */
export async function subscriptionPresenter(
  db: Db,
  subscriptions: readonly Subscription[],
): Promise<(of: Subscription) => SubscriptionView> {
  const idsOf = (field: 'productId' | 'planVersionId' | 'providerOrganizationId') =>
    subscriptions.map((one) => one[field]);
  const known = await products(db, idsOf('productId'));
  const versions = await planVersions(db, idsOf('planVersionId'));
  const providers = await findOrganizations(db, idsOf('providerOrganizationId'));
  return (of) => {
    // What is subscribed to is never deleted: the catalog refuses it.
    const product = known.get(of.productId)!;
    const version = versions.get(of.planVersionId)!;
    const provider = providers.get(of.providerOrganizationId)!;
    return {
      ...presentState(of),
      product: {
        id: product.id,
        name: product.name,
        slug: product.slug,
        provider_slug: provider.slug,
        provider_name: provider.name,
      },
      plan: { id: version.planId, slug: version.planSlug, name: version.planName, tier: version.tier },
      version: { id: version.id, number: version.number, terms: version.terms },
    };
  };
}

export async function presentSubscription(db: Db, subscription: Subscription): Promise<SubscriptionView> {
  return (await subscriptionPresenter(db, [subscription]))(subscription);
}

function presentState(of: Subscription): Omit<SubscriptionView, 'product' | 'plan' | 'version'> {
  return {
    id: of.id,
    organization_id: of.organizationId,
    provider_organization_id: of.providerOrganizationId,
    product_id: of.productId,
    plan_id: of.planId,
    plan_version_id: of.planVersionId,
    state: of.state,
    time_zone: of.timeZone,
    anchor_at: instantText(of.anchorAt),
    current_period_start_at: instantText(of.currentPeriodStartAt),
    current_period_end_at: instantText(of.currentPeriodEndAt),
    cancel_at_period_end: of.cancelAtPeriodEnd,
    cancel_reason: of.cancelReason,
    canceled_at: of.canceledAt && instantText(of.canceledAt),
    revision: of.revision,
    created_at: instantText(of.createdAt),
  };
}
