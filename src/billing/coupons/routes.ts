import { z } from 'zod';
import {
  decodeCursor,
  instantText,
  isCurrency,
  isDecimalText,
  kernelProblems,
  momentField,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { subscriptionsByIds, subscriptionsProblems } from '#subscriptions';
import type { Coupon, CouponDiscount } from './coupon.ts';
import { couponProblems } from './problems.ts';
import { redeemCoupon } from './redeem-coupon.ts';
import { changeCoupon, createCoupon } from './save-coupon.ts';
import * as store from './store.ts';

const tag = 'billing';
const reference = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an id');
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((value) => value.trim() !== '', 'must not be empty')
    .refine(
      (value) => !value.includes('\0') && value.isWellFormed(),
      'contains characters that cannot be stored',
    );
export const couponCode = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{1,39}$/, 'must be 2 to 40 of A-Z, 0-9, _ and -')
  .describe('Upper and lower case are the same');

const positive = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^\\d{1,${digits}}(\\.\\d{1,12})?$`), 'must be a decimal of plain digits')
    .refine((value) => !isDecimalText(value) || Number(value) > 0, 'must be greater than zero');
const discountSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('percent'),
    percent: positive(3).refine((value) => !(Number(value) > 100), 'must be at most 100'),
  }),
  z.strictObject({
    kind: z.literal('amount'),
    amount: positive(12),
    currency: z.string().refine(isCurrency, 'is not an ISO 4217 currency'),
  }),
  z.strictObject({
    kind: z.literal('units'),
    meter: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'is not a meter'),
    units: positive(18).describe('Free in each billing period, as the price counts them'),
  }),
]);
const ids = z.array(reference).min(1).max(100).nullable().default(null);

const newCoupon = z.strictObject({
  code: couponCode,
  name: text(100).describe('What the invoice calls it'),
  discount: discountSchema,
  periods: z
    .int()
    .min(1)
    .max(1200)
    .nullable()
    .default(null)
    .describe('Billing periods that it holds for once redeemed: 1 is once; null: for ever'),
  starts_at: momentField.nullable().default(null),
  expires_at: momentField
    .nullable()
    .default(null)
    .describe('Not redeemed any more; what was redeemed goes on'),
  max_redemptions: z.int().min(1).max(1_000_000_000).nullable().default(null),
  once_per_customer: z.boolean().default(true),
  new_customers_only: z.boolean().default(false),
  products: ids.describe('Only for subscriptions to these'),
  plans: ids.describe('Only for subscriptions to these, and only while they are on them'),
});

const couponSchema = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  discount: discountSchema,
  periods: z.int().nullable(),
  starts_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  max_redemptions: z.int().nullable(),
  redemptions: z.int(),
  once_per_customer: z.boolean(),
  new_customers_only: z.boolean(),
  products: z.array(z.string()).nullable(),
  plans: z.array(z.string()).nullable(),
  active: z.boolean(),
  created_at: z.string(),
});

function present(coupon: Coupon): z.input<typeof couponSchema> {
  const { startsAt, expiresAt } = coupon;
  return {
    id: coupon.id,
    code: coupon.code,
    name: coupon.name,
    discount: coupon.discount,
    periods: coupon.periods,
    starts_at: startsAt && instantText(startsAt),
    expires_at: expiresAt && instantText(expiresAt),
    max_redemptions: coupon.mostRedemptions,
    redemptions: coupon.redemptions,
    once_per_customer: coupon.oncePerCustomer,
    new_customers_only: coupon.newCustomersOnly,
    products: coupon.productIds && [...coupon.productIds],
    plans: coupon.planIds && [...coupon.planIds],
    active: coupon.active,
    created_at: instantText(coupon.createdAt),
  };
}

const redemptionSchema = z.object({
  id: z.string(),
  coupon_id: z.string(),
  subscription_id: z.string(),
  code: z.string(),
  name: z.string(),
  discount: discountSchema,
  periods: z.int().nullable(),
  redeemed_at: z.string(),
});

interface Redeemed {
  readonly id: string;
  readonly couponId: string;
  readonly subscriptionId: string;
  readonly code: string;
  readonly name: string;
  readonly discount: CouponDiscount;
  readonly periods: number | null;
  readonly redeemedAt: Temporal.Instant;
}

function presentRedemption(one: Redeemed): z.input<typeof redemptionSchema> {
  return {
    id: one.id,
    coupon_id: one.couponId,
    subscription_id: one.subscriptionId,
    code: one.code,
    name: one.name,
    discount: one.discount,
    periods: one.periods,
    redeemed_at: instantText(one.redeemedAt),
  };
}

const params = z.object({ coupon_id: reference });

const create = route({
  method: 'POST',
  path: '/billing/coupons',
  tag,
  summary: 'Make a coupon',
  access: 'billing:write',
  idempotent: true,
  body: newCoupon,
  response: { status: 201, schema: couponSchema },
  problems: [couponProblems.couponExists],
  async handler({ db, body, organizationId, actor, at }) {
    const fields = {
      providerId: organizationId,
      code: body.code,
      name: body.name,
      discount: body.discount,
      periods: body.periods,
      startsAt: body.starts_at,
      expiresAt: body.expires_at,
      mostRedemptions: body.max_redemptions,
      oncePerCustomer: body.once_per_customer,
      newCustomersOnly: body.new_customers_only,
      productIds: body.products,
      planIds: body.plans,
    };
    return present(await createCoupon(db, fields, { actor, at }));
  },
});

const listAll = route({
  method: 'GET',
  path: '/billing/coupons',
  tag,
  summary: "List a provider's coupons, latest first",
  access: 'billing:read',
  query: z.strictObject(pageQuery),
  response: { status: 200, schema: pageOf(couponSchema) },
  async handler({ db, organizationId, query }) {
    const rows = await store.listCoupons(db, organizationId, pageFrom(query));
    return toPage(rows, query.limit, (row) => [row.id], present);
  },
});

function pageFrom({ limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const afterId = decodeCursor(cursor)?.[0];
  return { limit: limit + 1, afterId: afterId === undefined ? null : String(afterId) };
}

const show = route({
  method: 'GET',
  path: '/billing/coupons/{coupon_id}',
  tag,
  summary: 'Show a coupon',
  access: 'billing:read',
  params,
  response: { status: 200, schema: couponSchema },
  problems: [kernelProblems.notFound],
  async handler({ db, organizationId, params: { coupon_id } }) {
    const found = await store.findCoupon(db, organizationId, coupon_id);
    if (!found) throw notFound('coupon');
    return present(found);
  },
});

const change = route({
  method: 'PATCH',
  path: '/billing/coupons/{coupon_id}',
  tag,
  summary: 'Rename, limit, end or take back a coupon; what was redeemed goes on',
  access: 'billing:write',
  params,
  body: z.strictObject({
    name: text(100).optional(),
    active: z.boolean().optional(),
    expires_at: momentField.nullable().optional(),
    max_redemptions: z.int().min(1).max(1_000_000_000).nullable().optional(),
  }),
  response: { status: 200, schema: couponSchema },
  problems: [kernelProblems.notFound, subscriptionsProblems.couponRefused],
  async handler({ db, body, organizationId, params: { coupon_id: id }, actor, at }) {
    const { name, active, expires_at: expiresAt, max_redemptions: mostRedemptions } = body;
    const wanted = { name, active, expiresAt, mostRedemptions };
    return present(await changeCoupon(db, { providerId: organizationId, id }, wanted, { actor, at }));
  },
});

const redeem = route({
  method: 'POST',
  path: '/billing/coupons/redeem',
  tag,
  summary: 'Redeem a coupon for a subscription, with its code',
  access: 'subscriptions:write',
  idempotent: true,
  body: z.strictObject({ subscription_id: reference, code: couponCode }),
  response: { status: 201, schema: redemptionSchema },
  problems: [kernelProblems.notFound, subscriptionsProblems.couponRefused],
  async handler({ db, body, organizationId, actor, at }) {
    const { subscription_id: subscriptionId, code } = body;
    return presentRedemption(
      await redeemCoupon(db, { subscriptionId, organizationId, by: { code }, actor, at }),
    );
  },
});

const give = route({
  method: 'POST',
  path: '/billing/coupons/{coupon_id}/redemptions',
  tag,
  summary: "Give a coupon to a consumer's subscription",
  access: 'billing:write',
  idempotent: true,
  params,
  body: z.strictObject({ subscription_id: reference, reason: text(1000) }),
  response: { status: 201, schema: redemptionSchema },
  problems: [kernelProblems.notFound, subscriptionsProblems.couponRefused],
  async handler({ db, body, organizationId, params: { coupon_id: id }, actor, atOf }) {
    const { subscription_id: subscriptionId, reason } = body;
    const consumer = (await subscriptionsByIds(db, [subscriptionId])).get(subscriptionId);
    const at = atOf(consumer?.organizationId ?? organizationId);
    const by = { id, reason };
    return presentRedemption(await redeemCoupon(db, { subscriptionId, organizationId, by, actor, at }));
  },
});

const listRedeemed = route({
  method: 'GET',
  path: '/billing/redemptions',
  tag,
  summary: 'List redeemed coupons: a consumer its own, a provider those of its coupons',
  access: 'billing:read',
  query: z.strictObject({
    ...pageQuery,
    coupon: reference.optional(),
    subscription: reference.optional(),
  }),
  response: { status: 200, schema: pageOf(redemptionSchema) },
  async handler({ db, organizationId: partyId, query }) {
    const filter = { partyId, couponId: query.coupon ?? null, subscriptionId: query.subscription ?? null };
    const rows = await store.listRedemptions(db, filter, pageFrom(query));
    return toPage(rows, query.limit, (row) => [row.id], presentRedemption);
  },
});

export function couponRoutes(): Route[] {
  return [create, listAll, show, change, redeem, give, listRedeemed];
}
