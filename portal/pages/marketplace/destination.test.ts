import assert from 'node:assert/strict';
import { test } from 'node:test';
import { destinationAfterSignIn } from './destination.ts';

const session = { organizations: [{ slug: 'acme' }] };

test('the page that asked for signing in is returned to', () => {
  assert.equal(destinationAfterSignIn('/o/acme/keys?x=1', session), '/o/acme/keys?x=1');
});

test('no other site is ever a destination', () => {
  for (const next of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
  ]) {
    assert.equal(destinationAfterSignIn(next, session), '/o/acme', next);
  }
});

test('without such a page one comes home, and without an organization to the marketplace', () => {
  assert.equal(destinationAfterSignIn(undefined, session), '/o/acme');
  assert.equal(destinationAfterSignIn(undefined, { organizations: [] }), '/apis');
  assert.equal(destinationAfterSignIn(undefined, null), '/apis');
});
