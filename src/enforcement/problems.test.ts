import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admissionKinds } from './admission/index.ts';
import { enforcementProblems } from './problems.ts';

test('workers and the API mean the same by too many requests', () => {
  // The one kind that stands twice: workers must not load the kernel, which owns it.
  assert.deepEqual(admissionKinds.rateLimited, enforcementProblems.rateLimited);
});
