import { defineProblems } from '#kernel';

export const couponProblems = defineProblems('billing', {
  couponExists: { status: 409, title: 'There is a coupon of this code already' },
  couponRefused: { status: 409, title: 'The coupon does not hold here' },
});
