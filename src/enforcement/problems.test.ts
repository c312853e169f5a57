import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admissionKinds } from './admission/index.ts';
import { enforcementProblems } from './problems.ts';

test('what workers answer is what is registered', () => {
  for (const [name, kind] of Object.entries(admissionKinds)) {
    const registered = enforcementProblems[name as keyof typeof admissionKinds];
    assert.equal(registered.type, kind.type, name);
    assert.equal(registered.status, kind.status, name);
  }
});
