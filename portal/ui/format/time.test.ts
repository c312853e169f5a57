import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDate, formatDateTime, formatMoment, formatPeriod, formatRelative } from './time.ts';

const locale = 'en-US';
const plain = (text: string) => text.replace(/[\u2009\u202f\u00a0]/gu, ' ');

test('the same moment falls on the day of the zone that is asked for', () => {
  const at = '2026-11-30T23:30:00Z';
  assert.equal(formatDate(at, { locale, timeZone: 'UTC' }), 'Nov 30, 2026');
  assert.equal(formatDate(at, { locale, timeZone: 'Europe/Berlin' }), 'Dec 1, 2026');
});

test('a billing date names its zone', () => {
  assert.equal(
    formatDate('2026-07-01T00:00:00Z', { locale, timeZone: 'UTC', withZone: true }),
    'Jul 1, 2026 UTC',
  );
});

test('a period ends on the last day that it contains', () => {
  const format = { locale, timeZone: 'UTC' };
  assert.equal(
    plain(formatPeriod('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z', format)),
    'Nov 1 – 30, 2026',
  );
  assert.equal(plain(formatPeriod('2026-11-15T00:00:00Z', '2026-11-16T00:00:00Z', format)), 'Nov 15, 2026');
});

test('a period of the billing zone is not shifted by the viewer', () => {
  const format = { locale, timeZone: 'America/New_York' };
  assert.equal(
    plain(formatPeriod('2026-11-01T04:00:00Z', '2026-12-01T05:00:00Z', format)),
    'Nov 1 – 30, 2026',
  );
});

test('an empty period is its first day', () => {
  const at = '2026-11-01T00:00:00Z';
  assert.equal(plain(formatPeriod(at, at, { locale, timeZone: 'UTC' })), 'Nov 1, 2026');
});

test('the log shows milliseconds', () => {
  const text = formatMoment('2026-11-20T16:05:07.042Z', { locale, timeZone: 'UTC' });
  assert.equal(plain(text), 'Nov 20, 16:05:07.042');
});

test('date and time together', () => {
  const text = formatDateTime('2026-11-20T16:05:07Z', { locale, timeZone: 'UTC' });
  assert.equal(plain(text), 'Nov 20, 2026, 4:05 PM');
});

test('relative times choose the largest whole unit', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  assert.equal(formatRelative('2026-11-20T11:59:48Z', now, { locale }), '12 seconds ago');
  assert.equal(formatRelative('2026-11-20T10:30:00Z', now, { locale }), '1 hour ago');
  assert.equal(formatRelative('2026-11-23T12:00:00Z', now, { locale }), 'in 3 days');
  assert.equal(formatRelative('2026-11-19T11:00:00Z', now, { locale }), 'yesterday');
});
