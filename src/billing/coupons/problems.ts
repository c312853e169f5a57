import { defineProblems } from '#kernel';

export const couponProblems = defineProblems('billing', {
  couponExists: { status: 409, title: 'There is a coupon of this code already' },
});
