import { defineProblems } from '#kernel';

export const changeProblems = defineProblems('billing', {
  quoteExpired: { status: 409, title: 'The quote has expired' },
  quoteOutdated: { status: 409, title: 'What was quoted is not what it would be now' },
  changeNotBillable: { status: 409, title: 'The change cannot be billed' },
  moveBegun: { status: 409, title: 'The move is over' },
});
