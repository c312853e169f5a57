import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayAfter, fieldValue, momentOf, monthAfter } from './moments.ts';

test('a moment within a second goes to the field as the second after it', () => {
  assert.equal(fieldValue('2026-11-21T18:48:07.123Z'), '2026-11-21T18:48:08');
  assert.equal(fieldValue('2026-11-21T18:48:07Z'), '2026-11-21T18:48:07');
});

test('the field is read as UTC, with seconds or without', () => {
  assert.equal(momentOf('2026-11-21T18:48'), '2026-11-21T18:48:00.000Z');
  assert.equal(momentOf('2026-11-21T18:48:08'), '2026-11-21T18:48:08.000Z');
  assert.equal(momentOf(''), null);
});

test('a month after the 31st is the last day of a shorter month', () => {
  assert.equal(monthAfter('2026-01-31T10:00:00Z'), '2026-02-28T10:00:00.000Z');
  assert.equal(monthAfter('2026-12-05T10:00:00Z'), '2027-01-05T10:00:00.000Z');
  assert.equal(dayAfter('2026-12-31T10:00:00Z'), '2027-01-01T10:00:00.000Z');
});
