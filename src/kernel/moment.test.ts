import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentField } from './moment.ts';

test('a time is read with its offset', () => {
  const at = momentField.parse('2027-01-31T12:00:00.123456789+01:00');
  assert.equal(at.toString(), '2027-01-31T11:00:00.123456789Z');
});

test('what is no time, or none that the stores can hold, is refused', () => {
  const wrong = [
    '',
    'tomorrow',
    '2027-01-31',
    '2027-01-31T12:00:00',
    '2027-02-29T12:00:00Z',
    '2027-01-31T12:00:00.1234567890Z',
    '0000-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '9999-12-31T23:59:59-00:01',
    '-271821-04-20T00:00:00Z',
    `2027-01-31T12:00:00Z${' '.repeat(50)}`,
    1_800_000_000,
  ];
  for (const one of wrong) assert.equal(momentField.safeParse(one).success, false, String(one));
});
