export { type Coupon, type CouponDiscount, discountText, holdsIn, type Redemption } from './coupon.ts';
export { couponProblems } from './problems.ts';
export { type RedemptionOrder, redeemCoupon } from './redeem-coupon.ts';
export { couponCode, couponRoutes } from './routes.ts';
export { redemptionsOf } from './store.ts';
