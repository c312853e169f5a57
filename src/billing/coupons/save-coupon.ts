import { type Actor, audit, type Db, newId, notFound, Problem } from '#kernel';
import { subscriptionsProblems } from '#subscriptions';
import type { Coupon } from './coupon.ts';
import { couponProblems } from './problems.ts';
import * as store from './store.ts';

type Fixed = 'id' | 'redemptions' | 'createdAt' | 'updatedAt' | 'active';

interface Editor {
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

export async function createCoupon(tx: Db, fields: Omit<Coupon, Fixed>, editor: Editor): Promise<Coupon> {
  const { actor, at } = editor;
  const coupon: Coupon = {
    ...fields,
    code: fields.code.toUpperCase(),
    id: newId('cpn'),
    redemptions: 0,
    active: true,
    createdAt: at,
    updatedAt: at,
  };
  if (!(await store.insertCoupon(tx, coupon))) {
    const errors = [{ pointer: '/code', detail: 'is taken by another coupon' }];
    throw new Problem(couponProblems.couponExists, { errors });
  }
  const { id: object, providerId: organizationId, code, discount } = coupon;
  await audit(tx, {
    at,
    organizationId,
    actor,
    action: 'coupon.created',
    object,
    detail: { code, discount },
  });
  return coupon;
}

export interface CouponChange {
  readonly name?: string | undefined;
  readonly active?: boolean | undefined;
  readonly expiresAt?: Temporal.Instant | null | undefined;
  readonly mostRedemptions?: number | null | undefined;
}

/** What it takes off stays as it is: who reads the code has been promised that. */
export async function changeCoupon(
  tx: Db,
  which: { providerId: string; id: string },
  change: CouponChange,
  { actor, at }: Editor,
): Promise<Coupon> {
  const before = await store.lockCoupon(tx, which.providerId, { id: which.id });
  if (!before) throw notFound('coupon');
  const { mostRedemptions } = change;
  if (mostRedemptions !== undefined && mostRedemptions !== null && mostRedemptions < before.redemptions) {
    throw new Problem(subscriptionsProblems.couponRefused, {
      detail: `It was redeemed ${before.redemptions} times already.`,
      errors: [{ pointer: '/max_redemptions', detail: 'is less than how often it was redeemed' }],
    });
  }
  const after: Coupon = {
    ...before,
    name: change.name ?? before.name,
    active: change.active ?? before.active,
    expiresAt: change.expiresAt === undefined ? before.expiresAt : change.expiresAt,
    mostRedemptions: mostRedemptions === undefined ? before.mostRedemptions : mostRedemptions,
    updatedAt: at,
  };
  await store.updateCoupon(tx, after);
  const { id: object, providerId: organizationId, active } = after;
  await audit(tx, { at, organizationId, actor, action: 'coupon.changed', object, detail: { active } });
  return after;
}
