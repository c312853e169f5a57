import { defineProblems } from '#kernel';

export const payoutProblems = defineProblems('billing', {
  payoutState: { status: 409, title: 'The payout is past that' },
});
