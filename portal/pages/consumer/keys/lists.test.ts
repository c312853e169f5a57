import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf } from './lists.ts';

test('a list is read however people separate its entries', () => {
  assert.deepEqual(listOf(' 192.0.2.0/24, 10.0.0.1\n2001:db8::/32;a '), [
    '192.0.2.0/24',
    '10.0.0.1',
    '2001:db8::/32',
    'a',
  ]);
  assert.deepEqual(listOf(' \n '), []);
});
