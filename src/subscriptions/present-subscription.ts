/** A subscription as people see it: with what it is a subscription of, on offer or not. */
import { z } from 'zod';
import { planTermsSchema, planVersions, products, termsOverride } from '#catalog';
import { findOrganizations } from '#identity';
import { type Db, instantText } from '#kernel';
import { presentSegment, termsOf } from './segment.ts';
import { openSegments } from './store-segments.ts';
import { SUBSCRIPTION_STATES, type Subscription } from './subscription.ts';

const segmentSchema = z.object({
  start_at: z.string(),
  end_at: z.string(),
  kind: z.enum(['trial', 'paid', 'paused']),
  plan_version_id: z.string(),
  plan_name: z.string(),
  quantity: z.int(),
});

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
  terms: planTermsSchema.describe('What holds now: in its currency, its phase, and with terms of its own'),
  state: z.enum(SUBSCRIPTION_STATES),
  currency: z.string(),
  quantity: z.int().describe('Seats'),
  overrides: termsOverride.nullable().describe('Terms of its own, in place of the plan’s'),
  scheduled: z
    .object({
      plan_id: z.string(),
      plan_version_id: z.string(),
      plan_name: z.string(),
      quantity: z.int(),
      overrides: termsOverride.nullable(),
      effective_at: z.string().nullable().describe('null: when it is resumed'),
    })
    .nullable()
    .describe('What it becomes when the present period is over'),
  pause: z.object({ since: z.string(), resumes_at: z.string().nullable() }).nullable(),
  trial_ends_at: z.string().nullable().describe('When its trial ended or is to end'),
  segments: z
    .array(segmentSchema)
    .describe('Stretches with one set of terms that are not billed yet; the last one is the present'),
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

/** Looks up what these subscriptions refer to, in four queries however many they are. */
export async function subscriptionPresenter(
  db: Db,
  subscriptions: readonly Subscription[],
): Promise<(of: Subscription) => SubscriptionView> {
  const idsOf = (field: 'productId' | 'planVersionId' | 'providerOrganizationId') =>
    subscriptions.map((one) => one[field]);
  const known = await products(db, idsOf('productId'));
  const cut = await openSegments(
    db,
    subscriptions.map((one) => one.id),
  );
  const scheduled = subscriptions.flatMap((one) => one.scheduled?.planVersionId ?? []);
  const past = [...cut.values()].flat().map((segment) => segment.planVersionId);
  const versions = await planVersions(db, [...idsOf('planVersionId'), ...scheduled, ...past]);
  const planName = (id: string) => versions.get(id)!.planName;
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
      terms: termsOf(of, version),
      scheduled: of.scheduled && {
        plan_id: of.scheduled.planId,
        plan_version_id: of.scheduled.planVersionId,
        plan_name: planName(of.scheduled.planVersionId),
        quantity: of.scheduled.quantity,
        overrides: of.scheduled.overrides,
        effective_at: of.state === 'paused' ? instantOr(of.resumesAt) : instantText(of.currentPeriodEndAt),
      },
      segments: [
        ...(cut.get(of.id) ?? []),
        ...(of.state === 'canceled' ? [] : [presentSegment(of, version.terms)]),
      ].map((segment) => ({
        start_at: instantText(segment.startAt),
        end_at: instantText(segment.endAt),
        kind: segment.kind,
        plan_version_id: segment.planVersionId,
        plan_name: planName(segment.planVersionId),
        quantity: segment.quantity,
      })),
    };
  };
}

export async function presentSubscription(db: Db, subscription: Subscription): Promise<SubscriptionView> {
  return (await subscriptionPresenter(db, [subscription]))(subscription);
}

function instantOr(at: Temporal.Instant | null): string | null {
  return at && instantText(at);
}

type Shown = 'product' | 'plan' | 'version' | 'terms' | 'scheduled' | 'segments';

function presentState(of: Subscription): Omit<SubscriptionView, Shown> {
  return {
    id: of.id,
    organization_id: of.organizationId,
    provider_organization_id: of.providerOrganizationId,
    product_id: of.productId,
    plan_id: of.planId,
    plan_version_id: of.planVersionId,
    state: of.state,
    currency: of.currency,
    quantity: of.quantity,
    overrides: of.overrides,
    pause: of.pausedAt && { since: instantText(of.pausedAt), resumes_at: instantOr(of.resumesAt) },
    trial_ends_at: instantOr(of.trialEndsAt),
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
