import { defineProblems } from '#kernel';

export const walletProblems = defineProblems('wallets', {
  grantNotRevocable: { status: 409, title: 'Only credit that was given can be taken away' },
  creditSpent: { status: 409, title: 'The credit has been used' },
});
