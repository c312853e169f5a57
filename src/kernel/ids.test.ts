import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isId, newId } from './ids.ts';

test('ids of one process are unique and sorted', () => {
  const ids = Array.from({ length: 20_000 }, () => newId('sub'));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual([...ids].sort(), ids);
  assert.ok(ids.every((id) => isId('sub', id)));
  assert.equal(isId('key', ids[0]!), false);
});
