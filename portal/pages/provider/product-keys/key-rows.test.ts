import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyRowsOf } from './key-rows.ts';

const row = { subscription_id: 'sub_1', name: 'Old key', key: 'abcdefghij0123456789' };

test('CSV, a JSON array and JSON lines say the same', () => {
  assert.deepEqual(keyRowsOf('subscription_id,name,key\nsub_1,Old key,abcdefghij0123456789\n'), [row]);
  assert.deepEqual(keyRowsOf(JSON.stringify([row], null, 2)), [row]);
  assert.deepEqual(keyRowsOf(`${JSON.stringify(row)}\n\n${JSON.stringify(row)}`), [row, row]);
});

test('quoted cells hold commas and quotes, empty cells are left out, lists are parted by spaces', () => {
  const text = 'name,key,scopes,expires_at\r\n"Big, ""old""",k,read write,\r\n';
  assert.deepEqual(keyRowsOf(text), [{ name: 'Big, "old"', key: 'k', scopes: ['read', 'write'] }]);
});

test('what cannot be read names its line', () => {
  assert.throws(() => keyRowsOf('name,key\na,b\n"a,b'), /^SyntaxError: 3: a quote/);
  assert.throws(() => keyRowsOf('name\na,b'), /^SyntaxError: 2: more cells/);
  assert.throws(() => keyRowsOf('{"name":"a"}\n{'), /^SyntaxError: 2: /);
  assert.throws(() => keyRowsOf('[{'), SyntaxError);
});
