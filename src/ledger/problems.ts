import { defineProblems } from '#kernel';

export const ledgerProblems = defineProblems('ledger', {
  entryConflict: { status: 409, title: 'Another fact was booked under this key' },
});
