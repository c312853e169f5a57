import { findProduct, mayTake, offersOf, type PlanVersionOfPlan, type Product } from '#catalog';
import { findOrganizations, findTestClock } from '#identity';
import { type Actor, audit, type Db, emit, isSandbox, newId, notFound, Problem, recordChange } from '#kernel';
import { factsOf, subscriptionCreated } from './events.ts';
import { subscriptionsProblems } from './problems.ts';
import { findLive, insertSubscription } from './store-subscriptions.ts';
import { firstPeriod, type Subscription, UNCHANGED } from './subscription.ts';

/** The change feed's topic for what gateways know of subscriptions. */
export const SUBSCRIPTION_TOPIC = 'subscription';

export interface SubscriptionOrder {
  /** The consumer. */
  readonly organizationId: string;
  /** Id, or `provider/product`. */
  readonly product: string;
  /** Id or slug; the consumer gets the version that is current now. */
  readonly plan: string;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/**
 * Subscribes a consumer to a plan that is on offer. There is at most one live subscription per consumer and
 * product: of simultaneous orders one succeeds, and the others are told its id.
 */
export async function createSubscription(tx: Db, order: SubscriptionOrder): Promise<Subscription> {
  const { product, offer } = await findOffer(tx, order);
  const consumer = (await findOrganizations(tx, [order.organizationId])).get(order.organizationId);
  if (!consumer) throw notFound('organization');
  const subscription: Subscription = {
    id: newId('sub'),
    organizationId: consumer.id,
    providerOrganizationId: product.organizationId,
    productId: product.id,
    planId: offer.planId,
    planVersionId: offer.id,
    currency: offer.terms.currency,
    timeZone: consumer.billingTimeZone,
    ...UNCHANGED,
    ...firstPeriod(offer.terms, order.at, consumer.billingTimeZone),
    cancelAtPeriodEnd: false,
    cancelReason: null,
    canceledAt: null,
    revision: 1,
    createdAt: order.at,
    updatedAt: order.at,
  };
  if (!(await insertSubscription(tx, subscription))) throw await alreadySubscribed(tx, subscription);
  await recordChange(tx, SUBSCRIPTION_TOPIC, subscription.id);
  const about = { organizationId: consumer.id, at: order.at };
  await emit(tx, subscriptionCreated, factsOf(subscription), about);
  const detail = { product_id: product.id, plan_version_id: offer.id };
  await audit(tx, {
    ...about,
    actor: order.actor,
    action: 'subscription.created',
    object: subscription.id,
    detail,
  });
  return subscription;
}

async function findOffer(
  tx: Db,
  order: SubscriptionOrder,
): Promise<{ product: Product; offer: PlanVersionOfPlan }> {
  const product = await findProduct(tx, order.product);
  if (product?.state !== 'published') throw notFound('product');
  if (isSandbox(order.organizationId)) await requireOwnSandbox(tx, order.organizationId, product);
  if (!(await mayTake(tx, product, order.organizationId))) throw notFound('product');
  const offers = await offersOf(tx, product.id);
  const offer = offers.find((one) => one.planId === order.plan || one.planSlug === order.plan);
  if (offer) return { product, offer };
  throw new Problem(subscriptionsProblems.planNotOffered, {
    detail: `${product.name} offers: ${offers.map((one) => one.planSlug).join(', ')}.`,
    errors: [{ pointer: '/plan', detail: 'is not a plan on offer of this product' }],
  });
}

/** What a sandbox consumer uses costs its provider's upstream, and nobody pays for it. */
async function requireOwnSandbox(tx: Db, organizationId: string, product: Product): Promise<void> {
  const clock = await findTestClock(tx, organizationId);
  if (clock?.providerId !== product.organizationId) throw notFound('product');
}

async function alreadySubscribed(tx: Db, wanted: Subscription): Promise<Problem> {
  const existing = await findLive(tx, wanted.organizationId, wanted.productId);
  return new Problem(subscriptionsProblems.alreadySubscribed, {
    detail: `Change or cancel ${existing?.id ?? 'the other subscription'} instead.`,
    errors: [{ pointer: '/product', detail: 'is subscribed to already' }],
    ...(existing ? { extensions: { subscription_id: existing.id } } : {}),
  });
}
