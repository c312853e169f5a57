/** How other rooms read subscriptions and keys, always for many at once. */
import { products } from '#catalog';
import type { Db } from '#kernel';
import { type GatewayKey, gatewayKeysAfter, gatewayKeysWithIds } from './store-keys.ts';
import { openSegments } from './store-segments.ts';
import {
  dueIn,
  latestPerProduct,
  listSubscriptions,
  subscriptionsAfter,
  subscriptionsOfConsumer,
  subscriptionsWithIds,
} from './store-subscriptions.ts';
import type { Subscription, SubscriptionState } from './subscription.ts';

export type { GatewayKey } from './store-keys.ts';

/** Subscriptions by id. Unknown ids are missing. */
export async function subscriptionsByIds(db: Db, ids: readonly string[]): Promise<Map<string, Subscription>> {
  return new Map((await subscriptionsWithIds(db, ids)).map((one) => [one.id, one]));
}

/**
 * Subscriptions (trialing, active or past due) whose present period ended at or before `at`, in the order of their ids: those of one sandbox
 * consumer, or (null) all others. What was advanced is no longer due; `afterId` is for passing over those that cannot be
 * advanced.
 */
export function dueSubscriptions(
  db: Db,
  at: Temporal.Instant,
  limit: number,
  afterId: string | null = null,
  organizationId: string | null = null,
): Promise<Subscription[]> {
  return dueIn(db, { at, organizationId }, limit, afterId ?? '');
}

/** When something of a consumer's subscription comes due. */
export interface SubscriptionMoment {
  readonly subscriptionId: string;
  readonly providerId: string;
  readonly state: SubscriptionState;
  readonly at: Temporal.Instant;
}

/** The ends of present periods, of pauses, and of what has ended and is not billed yet. */
export async function momentsOf(db: Db, organizationId: string): Promise<SubscriptionMoment[]> {
  const all = await subscriptionsOfConsumer(db, organizationId);
  const ended = await openSegments(
    db,
    all.map((one) => one.id),
  );
  return all.flatMap((one) => {
    const { id: subscriptionId, providerOrganizationId: providerId, state } = one;
    const live = state === 'canceled' ? [] : [one.currentPeriodEndAt, one.resumesAt];
    const open = (ended.get(subscriptionId) ?? []).map((segment) => segment.dueAt);
    return [...live, ...open].flatMap((at) =>
      at === null ? [] : [{ subscriptionId, providerId, state, at }],
    );
  });
}

/** Some by id, or a page of all: `after` is the id of the last one that you have, '' at the start. */
export type GatewaySelection =
  | { readonly ids: readonly string[] }
  | { readonly after: string; readonly limit: number };

/**
 * Keys, revoked and expired ones included: their holders are told what happened. A page ends when it is
 * short.
 */
export function loadKeysForGateway(db: Db, selection: GatewaySelection): Promise<GatewayKey[]> {
  if ('ids' in selection) return gatewayKeysWithIds(db, selection.ids);
  return gatewayKeysAfter(db, selection.after, selection.limit);
}

/**
 * Subscriptions, ended ones included. With `cancelAtPeriodEnd` nothing is to be admitted from
 * `currentPeriodEndAt` on, even while the job that ends the subscription has not come round yet.
 */
export function loadSubscriptionsForGateway(db: Db, selection: GatewaySelection): Promise<Subscription[]> {
  if ('ids' in selection) return subscriptionsWithIds(db, selection.ids);
  return subscriptionsAfter(db, selection.after, selection.limit);
}

/** A subscription that usage of a consumer may belong to. */
export interface Attribution {
  readonly subscriptionId: string;
  readonly productId: string;
  readonly productSlug: string;
  readonly providerOrganizationId: string;
  readonly planVersionId: string;
  readonly state: SubscriptionState;
  readonly timeZone: string;
  readonly createdAt: Temporal.Instant;
  /** Usage from then on does not belong to it. */
  readonly canceledAt: Temporal.Instant | null;
}

export const attribution = {
  /**
   * What the usage of these consumers may belong to: per product the live subscription, or when there is
   * none the one that ended last (late usage of its time is still its own). Organizations without any are
   * missing.
   */
  async forOrganizations(db: Db, organizationIds: readonly string[]): Promise<Map<string, Attribution[]>> {
    const found = await latestPerProduct(db, organizationIds);
    const known = await products(
      db,
      found.map((one) => one.productId),
    );
    const byOrganization = new Map<string, Attribution[]>();
    for (const one of found) {
      const list = byOrganization.get(one.organizationId) ?? [];
      byOrganization.set(one.organizationId, list);
      list.push({
        subscriptionId: one.id,
        productId: one.productId,
        productSlug: known.get(one.productId)?.slug ?? '',
        providerOrganizationId: one.providerOrganizationId,
        planVersionId: one.planVersionId,
        state: one.state,
        timeZone: one.timeZone,
        createdAt: one.createdAt,
        canceledAt: one.canceledAt,
      });
    }
    return byOrganization;
  },
};

/** Those of a consumer that have not ended, latest first. */
export async function liveSubscriptionsOf(
  db: Db,
  organizationId: string,
  limit: number,
): Promise<Subscription[]> {
  const all = await subscriptionsOfConsumer(db, organizationId);
  return all
    .filter((one) => one.state !== 'canceled')
    .reverse()
    .slice(0, limit);
}

/** True when the consumer never had another subscription to anything of the provider's. */
export async function isFirstOfProvider(
  db: Db,
  { organizationId, providerOrganizationId }: Pick<Subscription, 'organizationId' | 'providerOrganizationId'>,
): Promise<boolean> {
  const filter = { organizationId, providerOrganizationId, afterId: null, size: 2 };
  return (await listSubscriptions(db, filter)).length < 2;
}

/** Of these products, those that the organization has a live subscription of. */
export async function liveProductsOf(
  db: Db,
  organizationId: string,
  productIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await latestPerProduct(db, [organizationId]);
  const live = found.filter((one) => one.canceledAt === null && productIds.includes(one.productId));
  return new Set(live.map((one) => one.productId));
}

/** Whether the consumer ever had a subscription to a product of the provider. */
export async function hasBought(db: Db, providerId: string, consumerId: string): Promise<boolean> {
  const found = await latestPerProduct(db, [consumerId]);
  return found.some((one) => one.providerOrganizationId === providerId);
}
