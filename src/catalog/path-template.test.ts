import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTemplate } from './path-template.ts';

describe('route templates', () => {
  test('are read into literals and parameters', () => {
    const parsed = parseTemplate('/items/{id}/parts/{part_id}');
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.parameters, ['id', 'part_id']);
    assert.equal(parsed.shape, '/items/{}/parts/{}');
    const root = parseTemplate('/');
    assert.ok(root.ok);
    assert.equal(root.shape, '/');
    const odd = parseTemplate("/v1.2/a:b@c/~x/$count/(y)'");
    assert.ok(odd.ok, 'characters of RFC 3986 path segments');
  });

  for (const template of [
    ...[
      '',
      'items',
      'http://x/items',
      '/items/',
      '//items',
      '/a//b',
      '/a/./b',
      '/a/../b',
      '/a/%2e%2e/b',
      '/a/.%2E',
    ],
    ...[
      '/{id}/{id}',
      '/x{id}',
      '/{id',
      '/{}',
      '/{1a}',
      '/{a-b}',
      '/a b',
      '/a?b=1',
      '/a#b',
      '/a\\b',
      '/ä',
      '/a%20b',
    ],
    ...[`/${'a/'.repeat(40)}b`, `/${'a'.repeat(600)}`, '/a\u0000'],
  ]) {
    test(`refuses ${JSON.stringify(template.slice(0, 30))} with a reason`, () => {
      const parsed = parseTemplate(template);
      assert.ok(!parsed.ok);
      assert.ok(parsed.reason.length > 0);
    });
  }
});
