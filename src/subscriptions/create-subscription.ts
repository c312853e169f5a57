import { currenciesOf, findProduct, mayTake, offersOf, type PlanVersionOfPlan, type Product } from '#catalog';
import { findOrganizations, findTestClock } from '#identity';
import { type Actor, audit, type Db, emit, isSandbox, newId, notFound, Problem, recordChange } from '#kernel';
import { factsOf, subscriptionCreated } from './events.ts';
import { subscriptionsProblems } from './problems.ts';
import { bansOf } from './store-bans.ts';
import { findLive, hadTrial, insertSubscription } from './store-subscriptions.ts';
import { firstPeriod, type Subscription, UNCHANGED } from './subscription.ts';

/** The change feed's topic for what gateways know of subscriptions. */
export const SUBSCRIPTION_TOPIC = 'subscription';

/** Whether an organization has something that can be charged. */
export type HasPaymentMethod = (db: Db, organizationId: string) => Promise<boolean>;

export interface SubscriptionOrder {
  /** The consumer. */
  readonly organizationId: string;
  /** Id, or `provider/product`. */
  readonly product: string;
  /** Id or slug; the consumer gets the version that is current now. */
  readonly plan: string;
  /** One of those that the plan has prices in; left out: the plan's own. */
  readonly currency?: string | undefined;
  /** Seats; left out: one. */
  readonly quantity?: number | undefined;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
  /** Left out where nobody asks: the trial is given without. */
  readonly hasPaymentMethod?: HasPaymentMethod;
}

/**
 * Subscribes a consumer to a plan that is on offer. There is at most one live subscription per consumer and
 * product: of simultaneous orders one succeeds, and the others are told its id.
 */
export async function createSubscription(tx: Db, order: SubscriptionOrder): Promise<Subscription> {
  const { product, offer } = await findOffer(tx, order);
  const consumer = (await findOrganizations(tx, [order.organizationId])).get(order.organizationId);
  if (!consumer) throw notFound('organization');
  if ((await bansOf(tx, product.organizationId, [consumer.id])).size > 0) {
    throw new Problem(subscriptionsProblems.consumerBanned, {
      detail: 'Ask the provider why; its support contacts stand on the page of the product.',
    });
  }
  const terms = await termsWithTrial(tx, order, offer, product.id);
  const subscription: Subscription = {
    id: newId('sub'),
    organizationId: consumer.id,
    providerOrganizationId: product.organizationId,
    productId: product.id,
    planId: offer.planId,
    planVersionId: offer.id,
    currency: currencyIn(offer, order.currency),
    timeZone: consumer.billingTimeZone,
    ...UNCHANGED,
    quantity: order.quantity ?? UNCHANGED.quantity,
    ...firstPeriod(terms, order.at, consumer.billingTimeZone),
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

/** A consumer has one trial of a product, whatever its plan; a plan may want something to charge when it is over. */
async function termsWithTrial(
  tx: Db,
  { organizationId, hasPaymentMethod }: SubscriptionOrder,
  { terms }: PlanVersionOfPlan,
  productId: string,
): Promise<PlanVersionOfPlan['terms']> {
  if (terms.trial_days === 0) return terms;
  if (await hadTrial(tx, organizationId, productId)) return { ...terms, trial_days: 0 };
  if (!terms.trial_requires_payment_method || hasPaymentMethod === undefined) return terms;
  if (await hasPaymentMethod(tx, organizationId)) return terms;
  throw new Problem(subscriptionsProblems.paymentMethodRequired, {
    detail:
      'Add a payment method first (POST /payment-methods, or Billing in the portal). Nothing is charged during the trial.',
    errors: [{ pointer: '/plan', detail: 'its trial needs a payment method' }],
  });
}

function currencyIn({ terms }: PlanVersionOfPlan, wanted: string | undefined): string {
  if (wanted === undefined) return terms.currency;
  const offered = currenciesOf(terms);
  if (offered.includes(wanted)) return wanted;
  throw new Problem(subscriptionsProblems.currencyNotOffered, {
    detail: `The plan has prices in: ${offered.join(', ')}.`,
    errors: [{ pointer: '/currency', detail: 'is not a currency of this plan' }],
  });
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
