import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { createKeyText, isWellFormedKey } from './key-text.ts';

const page = readFileSync('docs/api-keys.md', 'utf8');
const cell = (step: string) => {
  const found = new RegExp(`^\\| ${step} \\| (.*) \\|$`, 'm').exec(page)?.[1];
  assert.ok(found, step);
  return found;
};

test('the worked example of the documentation is right, step by step', () => {
  const text = cell('text before the sum').replaceAll('`', '');
  const sum = crc32(text);
  assert.equal(cell('CRC-32'), `\`${sum.toString(16).padStart(8, '0')}\` = ${sum}`);
  const places = [...cell('in base 62').matchAll(/(\d+)(?:·62|(?= →))/g)].map(([, digit]) => Number(digit));
  assert.equal(
    places.reduce((value, digit) => value * 62 + digit, 0),
    sum,
  );
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const digits = places.map((digit) => alphabet[digit]);
  assert.ok(cell('in base 62').endsWith(`digits ${digits.map((one) => `\`${one}\``).join(' ')}`));
  const padded = digits.join('').padStart(6, '0');
  assert.equal(cell('padded to six'), `\`${padded}\``);
  assert.equal(cell('the key'), `\`${text}${padded}\``);
  assert.ok(isWellFormedKey(text + padded));
});

test('the documented expressions find every key, and no other text of its length', () => {
  const plain = new RegExp(`^${/^tp_\(live\|test\).*$/m.exec(page)![0]}$`);
  const rule = new RegExp(/^regex = '''(.*)'''$/m.exec(page)![1]!);
  for (let i = 0; i < 200; i += 1) {
    const key = createKeyText(i % 2 ? 'live' : 'test');
    assert.match(key, plain);
    assert.equal(rule.exec(`api_key: "${key}", next`)?.[1], key);
    assert.doesNotMatch(`${key}x`, rule);
    assert.doesNotMatch(key.replace('_', '-'), plain);
  }
});
