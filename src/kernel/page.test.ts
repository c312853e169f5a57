import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { decodeCursor, decodeKeys, encodeCursor } from './page.ts';
import { Problem } from './problem.ts';

const keys = z.tuple([z.int().min(0), z.string()]);

function isRefused(error: unknown): boolean {
  return error instanceof Problem && error.status === 422 && error.errors?.[0]?.pointer === '/query/cursor';
}

test('a cursor carries the keys of the last row', () => {
  assert.deepEqual(decodeKeys(encodeCursor([7, 'b']), keys), [7, 'b']);
  assert.deepEqual(decodeCursor(encodeCursor(['sub_1'])), ['sub_1']);
  assert.equal(decodeKeys(undefined, keys), null);
});

test('a cursor of another list, or of nobody, is refused with its place', () => {
  const foreign = [['7', 'b'], [7, 8], [-1, 'b'], [0.5, 'b'], [1e300, 'b'], [7], [7, 'b', 'c'], []];
  for (const one of foreign) {
    assert.throws(() => decodeKeys(encodeCursor(one), keys), isRefused, JSON.stringify(one));
  }
  for (const text of ['', 'x', '{}', Buffer.from('[{}]').toString('base64url')]) {
    assert.throws(() => decodeCursor(text), isRefused, text);
  }
});
