import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryPointers, linesOf } from './lines.ts';

test('a list is one entry a line, and empty lines are none', () => {
  assert.deepEqual(linesOf(' 10.0.0.0/8 \n\n ::1\n'), ['10.0.0.0/8', '::1']);
  assert.deepEqual(linesOf(''), []);
});

test('what is wrong with one entry stands beside the list', () => {
  assert.deepEqual(entryPointers('/traffic/addresses/allow', 'allow', 'a\nb'), {
    '/traffic/addresses/allow': 'allow',
    '/traffic/addresses/allow/0': 'allow',
    '/traffic/addresses/allow/1': 'allow',
  });
});
