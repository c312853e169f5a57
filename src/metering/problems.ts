import { defineProblems } from '#kernel';

export const meteringProblems = defineProblems('metering', {
  intakeFull: { status: 503, title: 'Usage cannot be recorded at the moment' },
});
