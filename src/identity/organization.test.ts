import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCountry } from './countries.ts';
import { isSlug, slugOf, timeZoneName } from './organization.ts';
import { addressGroup } from './throttle.ts';

test('time zones are IANA names, in their usual spelling', () => {
  assert.equal(timeZoneName('europe/berlin'), 'Europe/Berlin');
  assert.equal(timeZoneName('Asia/Kolkata'), 'Asia/Kolkata');
  assert.equal(timeZoneName('UTC'), 'UTC');
  for (const wrong of [
    'Mars/Olympus',
    '+02:00',
    'UTC+2',
    '',
    'Europe/Berlin\n',
    '2026-01-01T00:00:00Z[Europe/Berlin]',
  ]) {
    assert.equal(timeZoneName(wrong), null, wrong);
  }
});

test('slugs are one path segment that nobody else uses', () => {
  for (const right of ['acme', 'a1', 'acme-weather-2']) assert.ok(isSlug(right), right);
  for (const wrong of [
    'a',
    'Acme',
    '-acme',
    'acme-',
    'a--b',
    'api',
    'admin',
    'a/b',
    'ä',
    'x'.repeat(49),
    'org_1',
  ]) {
    assert.ok(!isSlug(wrong), wrong);
  }
  assert.equal(slugOf('  Zürich Wetter & Co. '), 'zurich-wetter-co');
  assert.equal(slugOf('天気'), '');
});

test('all 249 assigned country codes, and no others', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const known = letters.flatMap((a) => letters.map((b) => a + b)).filter(isCountry);
  assert.equal(known.length, 249);
  for (const wrong of ['UK', 'EU', 'XX', 'de', 'SU']) assert.ok(!isCountry(wrong), wrong);
});

test('an IPv6 customer is counted by its /64, an IPv4 one by its address however it is written', () => {
  assert.equal(addressGroup('2001:db8:1:2::1'), addressGroup('2001:0DB8:1:2:ffff:ffff:ffff:ffff'));
  assert.notEqual(addressGroup('2001:db8:1:2::1'), addressGroup('2001:db8:1:3::1'));
  assert.equal(addressGroup('::1'), '0:0:0:0::/64');
  assert.equal(addressGroup('2001:db8::'), '2001:db8:0:0::/64');
  assert.equal(addressGroup('::ffff:192.0.2.7'), addressGroup('192.0.2.7'));
  assert.notEqual(addressGroup('192.0.2.7'), addressGroup('192.0.2.8'));
});
