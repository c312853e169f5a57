import assert from 'node:assert/strict';
import { test } from 'node:test';
import { referencesOf, toggled } from './compared.ts';

test('addresses are read for what they can mean', () => {
  assert.deepEqual(referencesOf(undefined), []);
  assert.deepEqual(referencesOf('a/b,a/b,<x>,c,d/e/f,g/h'), ['a/b', 'g/h']);
  assert.equal(referencesOf('a/1,a/2,a/3,a/4,a/5').length, 4);
});

test('choosing twice is not choosing, and four is the most', () => {
  assert.equal(toggled(undefined, 'a/b'), 'a/b');
  assert.equal(toggled('a/b', 'c/d'), 'a/b,c/d');
  assert.equal(toggled('a/b', 'a/b'), undefined);
  assert.equal(toggled('a/1,a/2,a/3,a/4', 'a/5'), 'a/1,a/2,a/3,a/4');
});
