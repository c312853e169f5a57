import { defineProblems } from '#kernel';

export const consoleProblems = defineProblems('console', {
  routeNotCallable: { status: 409, title: 'The console cannot call this route' },
  consoleBusy: { status: 429, title: 'The console has too many calls under way' },
  consoleUnreachable: { status: 502, title: 'The console cannot reach the gateway' },
  consoleTimeout: { status: 504, title: 'The call took longer than the console waits' },
});
