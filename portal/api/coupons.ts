import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, type Body, newIdempotencyKey } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

export type Coupon = Answer<'/api/v1/billing/coupons', 'get'>['data'][number];
export type NewCoupon = Body<'/api/v1/billing/coupons', 'post'>;

const KEY = 'coupons';

export function couponsQuery(organization: string) {
  return infiniteQueryOptions({
    queryKey: [KEY, organization],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam };
      return answer(apiFor(organization).GET('/api/v1/billing/coupons', { params: { query }, signal }));
    },
    ...byCursor,
  });
}

export async function createCoupon(organization: string, body: NewCoupon): Promise<void> {
  const params = { header: { 'Idempotency-Key': newIdempotencyKey() } };
  await answer(apiFor(organization).POST('/api/v1/billing/coupons', { params, body }));
  await queryClient.invalidateQueries({ queryKey: [KEY, organization] });
}

/** What was redeemed goes on; nobody redeems it any more. */
export async function switchCoupon(organization: string, couponId: string, active: boolean): Promise<void> {
  const params = { path: { coupon_id: couponId } };
  const body = { active };
  await answer(apiFor(organization).PATCH('/api/v1/billing/coupons/{coupon_id}', { params, body }));
  await queryClient.invalidateQueries({ queryKey: [KEY, organization] });
}

/** What holds, or held, for one subscription. */
export function redemptionsQuery(organization: string, subscriptionId: string) {
  return queryOptions({
    queryKey: ['redemptions', organization, subscriptionId],
    queryFn: async ({ signal }) => {
      const params = { query: { limit: 100, subscription: subscriptionId } };
      return (await answer(apiFor(organization).GET('/api/v1/billing/redemptions', { params, signal }))).data;
    },
  });
}

export async function redeemCoupon(
  organization: string,
  subscriptionId: string,
  code: string,
): Promise<void> {
  const params = { header: { 'Idempotency-Key': newIdempotencyKey() } };
  const body = { subscription_id: subscriptionId, code };
  await answer(apiFor(organization).POST('/api/v1/billing/coupons/redeem', { params, body }));
  await queryClient.invalidateQueries({ queryKey: ['redemptions', organization] });
}
