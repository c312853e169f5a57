import { defineProblems } from '#kernel';

export const outboundProblems = defineProblems('outbound', {
  mailNotDead: { status: 409, title: 'Only a dead mail can be sent again' },
});
