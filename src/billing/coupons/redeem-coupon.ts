import { type Actor, audit, type Db, instantText, newId, notFound, Problem } from '#kernel';
import {
  isFirstOfProvider,
  type Subscription,
  subscriptionsByIds,
  subscriptionsProblems,
} from '#subscriptions';
import type { Coupon, Redemption } from './coupon.ts';
import * as store from './store.ts';

export interface RedemptionOrder {
  readonly subscriptionId: string;
  /** Whoever asks must be a party of the subscription. */
  readonly organizationId: string;
  /** The consumer has the code, the provider gives the coupon and says why. */
  readonly by: { readonly code: string } | { readonly id: string; readonly reason: string };
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/** From now on the coupon holds for the subscription: for its present period, or when that is a trial for the first paid. */
export async function redeemCoupon(tx: Db, order: RedemptionOrder): Promise<Redemption> {
  const { subscriptionId, organizationId, by, actor, at } = order;
  const subscription = (await subscriptionsByIds(tx, [subscriptionId])).get(subscriptionId);
  const party = 'code' in by ? subscription?.organizationId : subscription?.providerOrganizationId;
  if (!subscription || party !== organizationId) throw notFound('subscription');
  const coupon = await store.lockCoupon(tx, subscription.providerOrganizationId, by);
  if (!coupon && 'id' in by) throw notFound('coupon');
  if (!coupon) throw refused('There is no such coupon.');
  const reason = await refusalOf(tx, coupon, subscription, at);
  if (reason !== null) throw refused(reason);
  const redemption = {
    id: newId('red'),
    couponId: coupon.id,
    providerId: coupon.providerId,
    organizationId: subscription.organizationId,
    subscriptionId,
    code: coupon.code,
    name: coupon.name,
    discount: coupon.discount,
    firstPeriod: subscription.state === 'trialing' ? 0 : subscription.periodsElapsed,
    periods: coupon.periods,
    planIds: coupon.planIds,
    oncePerCustomer: coupon.oncePerCustomer,
    reason: 'reason' in by ? by.reason : null,
    redeemedBy: actor.name,
    redeemedAt: at,
  };
  if (!(await store.insertRedemption(tx, redemption))) throw refused('It was redeemed already.');
  await audit(tx, {
    at,
    organizationId: subscription.organizationId,
    actor,
    action: 'coupon.redeemed',
    object: redemption.id,
    detail: {
      coupon_id: coupon.id,
      code: coupon.code,
      subscription_id: subscriptionId,
      reason: redemption.reason,
    },
  });
  return redemption;
}

function refused(detail: string): Problem {
  return new Problem(subscriptionsProblems.couponRefused, { detail });
}

/** Why the coupon does not hold for this subscription; null when it does. */
async function refusalOf(
  tx: Db,
  coupon: Coupon,
  subscription: Subscription,
  at: Temporal.Instant,
): Promise<string | null> {
  const { startsAt, expiresAt, discount, productIds, planIds } = coupon;
  if (!coupon.active) return 'It is not given any more.';
  if (startsAt && Temporal.Instant.compare(at, startsAt) < 0) return `It begins at ${instantText(startsAt)}.`;
  if (expiresAt && Temporal.Instant.compare(expiresAt, at) <= 0)
    return `It ended at ${instantText(expiresAt)}.`;
  if (coupon.mostRedemptions !== null && coupon.redemptions >= coupon.mostRedemptions)
    return 'It was redeemed as often as it may be.';
  if (subscription.state === 'canceled') return 'The subscription has ended.';
  if (productIds && !productIds.includes(subscription.productId)) return 'It is for other products.';
  if (planIds && !planIds.includes(subscription.planId)) return 'It is for other plans.';
  if (discount.kind === 'amount' && discount.currency !== subscription.currency) {
    return `It is in ${discount.currency}, and the subscription is in ${subscription.currency}.`;
  }
  if (coupon.newCustomersOnly && !(await isFirstOfProvider(tx, subscription)))
    return 'It is for new customers.';
  return null;
}
