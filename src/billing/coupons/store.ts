import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { Coupon, CouponDiscount, Redemption } from './coupon.ts';

interface CouponRow {
  id: string;
  provider_id: string;
  code: string;
  name: string;
  discount: CouponDiscount;
  periods: number | null;
  starts_at: Temporal.Instant | null;
  expires_at: Temporal.Instant | null;
  most_redemptions: number | null;
  redemptions: number;
  once_per_customer: boolean;
  new_customers_only: boolean;
  product_ids: string[] | null;
  plan_ids: string[] | null;
  active: boolean;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

function toCoupon(row: CouponRow): Coupon {
  return {
    id: row.id,
    providerId: row.provider_id,
    code: row.code,
    name: row.name,
    discount: row.discount,
    periods: row.periods,
    startsAt: row.starts_at,
    expiresAt: row.expires_at,
    mostRedemptions: row.most_redemptions,
    redemptions: row.redemptions,
    oncePerCustomer: row.once_per_customer,
    newCustomersOnly: row.new_customers_only,
    productIds: row.product_ids,
    planIds: row.plan_ids,
    active: row.active,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** False when the provider has a coupon of this code. */
export async function insertCoupon(tx: Db, coupon: Coupon): Promise<boolean> {
  const { rows } = await sql`
    insert into billing_coupons (id, provider_id, code, name, discount, periods, starts_at, expires_at,
      most_redemptions, once_per_customer, new_customers_only, product_ids, plan_ids, active, created_at, updated_at)
    values (${coupon.id}, ${coupon.providerId}, ${coupon.code}, ${coupon.name}, ${jsonb(coupon.discount)},
      ${coupon.periods}, ${coupon.startsAt}, ${coupon.expiresAt}, ${coupon.mostRedemptions},
      ${coupon.oncePerCustomer}, ${coupon.newCustomersOnly}, ${list(coupon.productIds)}, ${list(coupon.planIds)},
      ${coupon.active}, ${coupon.createdAt}, ${coupon.updatedAt})
    on conflict (provider_id, code) do nothing returning id`.execute(tx);
  return rows.length > 0;
}

function list(ids: readonly string[] | null) {
  return ids === null ? sql`null::text[]` : sql`${[...ids]}::text[]`;
}

/** What may be changed once a coupon is out; null when there is none of this id, or its limit is passed already. */
export async function updateCoupon(tx: Db, coupon: Coupon): Promise<void> {
  await sql`
    update billing_coupons set name = ${coupon.name}, expires_at = ${coupon.expiresAt}, active = ${coupon.active},
      most_redemptions = ${coupon.mostRedemptions}, updated_at = ${coupon.updatedAt} where id = ${coupon.id}`.execute(
    tx,
  );
}

/** Held until the transaction ends: redemptions of one coupon stand in line. */
export async function lockCoupon(
  tx: Db,
  providerId: string,
  by: { id: string } | { code: string },
): Promise<Coupon | null> {
  const match = 'id' in by ? sql`id = ${by.id}` : sql`code = ${by.code.toUpperCase()}`;
  const { rows } = await sql<CouponRow>`
    select * from billing_coupons where provider_id = ${providerId} and ${match} for update`.execute(tx);
  return rows[0] ? toCoupon(rows[0]) : null;
}

export async function findCoupon(db: Db, providerId: string, id: string): Promise<Coupon | null> {
  const { rows } = await sql<CouponRow>`
    select * from billing_coupons where provider_id = ${providerId} and id = ${id}`.execute(db);
  return rows[0] ? toCoupon(rows[0]) : null;
}

/** Latest first. */
export async function listCoupons(
  db: Db,
  providerId: string,
  page: { limit: number; afterId: string | null },
): Promise<Coupon[]> {
  const { rows } = await sql<CouponRow>`
    select * from billing_coupons
    where provider_id = ${providerId} and (${page.afterId}::text is null or id < ${page.afterId})
    order by id desc limit ${page.limit}`.execute(db);
  return rows.map(toCoupon);
}

export interface RedemptionInsert extends Redemption {
  readonly providerId: string;
  readonly organizationId: string;
  readonly oncePerCustomer: boolean;
  readonly reason: string | null;
  readonly redeemedBy: string;
}

/** False when it was redeemed already, by this subscription or, once per customer, by another of theirs. */
export async function insertRedemption(tx: Db, one: RedemptionInsert): Promise<boolean> {
  const { rows } = await sql`
    insert into billing_redemptions (id, coupon_id, provider_id, organization_id, subscription_id, code, name, discount,
      first_period, periods, plan_ids, once_per_customer, reason, redeemed_by, redeemed_at)
    values (${one.id}, ${one.couponId}, ${one.providerId}, ${one.organizationId}, ${one.subscriptionId}, ${one.code},
      ${one.name}, ${jsonb(one.discount)}, ${one.firstPeriod}, ${one.periods}, ${list(one.planIds)},
      ${one.oncePerCustomer}, ${one.reason}, ${one.redeemedBy}, ${one.redeemedAt})
    on conflict do nothing returning id`.execute(tx);
  if (rows.length === 0) return false;
  await sql`update billing_coupons set redemptions = redemptions + 1 where id = ${one.couponId}`.execute(tx);
  return true;
}

interface RedemptionRow {
  id: string;
  coupon_id: string;
  organization_id: string;
  subscription_id: string;
  code: string;
  name: string;
  discount: CouponDiscount;
  first_period: number;
  periods: number | null;
  plan_ids: string[] | null;
  reason: string | null;
  redeemed_at: Temporal.Instant;
}

function toRedemption(row: RedemptionRow): Redemption {
  return {
    id: row.id,
    couponId: row.coupon_id,
    subscriptionId: row.subscription_id,
    code: row.code,
    name: row.name,
    discount: row.discount,
    firstPeriod: row.first_period,
    periods: row.periods,
    planIds: row.plan_ids,
    redeemedAt: row.redeemed_at,
  };
}

/** Of each subscription, in the order in which they were redeemed. */
export async function redemptionsOf(db: Db, ids: readonly string[]): Promise<Map<string, Redemption[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<RedemptionRow>`
    select * from billing_redemptions where subscription_id = any(${[...new Set(ids)]}::text[])
    order by subscription_id, id`.execute(db);
  return Map.groupBy(rows.map(toRedemption), (one) => one.subscriptionId);
}

export interface RedemptionOfCustomer extends Redemption {
  readonly organizationId: string;
  readonly reason: string | null;
}

/** Of which this organization is the provider or the consumer, latest first. */
export async function listRedemptions(
  db: Db,
  filter: { partyId: string; couponId: string | null; subscriptionId: string | null },
  page: { limit: number; afterId: string | null },
): Promise<RedemptionOfCustomer[]> {
  const { partyId, couponId, subscriptionId } = filter;
  const { rows } = await sql<RedemptionRow>`
    select * from billing_redemptions
    where (provider_id = ${partyId} or organization_id = ${partyId})
      and (${couponId}::text is null or coupon_id = ${couponId})
      and (${subscriptionId}::text is null or subscription_id = ${subscriptionId})
      and (${page.afterId}::text is null or id < ${page.afterId})
    order by id desc limit ${page.limit}`.execute(db);
  return rows.map((row) => ({
    ...toRedemption(row),
    organizationId: row.organization_id,
    reason: row.reason,
  }));
}
