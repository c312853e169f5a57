import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createKeyText, isWellFormedKey, keyEnvironment, keyTraces } from './key-text.ts';

describe('the text of an API key', () => {
  test('follows the documented vectors', () => {
    // Checksums computed independently (Python: zlib.crc32, base 62 over 0-9A-Za-z).
    const zeros = createKeyText('live', (n) => new Uint8Array(n));
    assert.equal(zeros, 'tp_live_0000000000000000000000004XhTbq');
    const counted = createKeyText('test', (n) => Uint8Array.from({ length: n }, (_, i) => i));
    assert.equal(counted, 'tp_test_0123456789ABCDEFGHIJKLMN06VdkL');
  });

  test('skips the bytes that would favour the first digits', () => {
    const rounds = [new Uint8Array(24).fill(255), new Uint8Array(24).fill(61)];
    assert.match(
      createKeyText('live', () => rounds.shift()!),
      /^tp_live_z{24}/,
    );
  });

  test('is well-formed and new each time', () => {
    const keys = Array.from({ length: 500 }, (_, i) => createKeyText(i % 2 ? 'live' : 'test'));
    assert.equal(new Set(keys).size, 500);
    for (const key of keys) {
      assert.match(key, /^tp_(live|test)_[0-9A-Za-z]{30}$/);
      assert.equal(isWellFormedKey(key), true);
    }
  });

  test('any single changed character breaks the checksum', () => {
    const key = createKeyText('live');
    for (let at = 8; at < key.length; at += 1) {
      const other = key[at] === 'a' ? 'b' : 'a';
      assert.equal(isWellFormedKey(key.slice(0, at) + other + key.slice(at + 1)), false, `position ${at}`);
    }
    assert.equal(isWellFormedKey(key.replace('live', 'test')), false);
  });

  test('nothing else is well-formed', () => {
    const key = createKeyText('test');
    for (const text of [
      '',
      'tp_live_',
      `${key} `,
      ` ${key}`,
      `${key}\n`,
      key.slice(0, -1),
      key.toUpperCase(),
    ]) {
      assert.equal(isWellFormedKey(text), false, JSON.stringify(text));
    }
    assert.equal(isWellFormedKey(`sk_test_${key.slice(8)}`), false);
    assert.equal(isWellFormedKey(`tp_live_${'é'.repeat(30)}`), false);
  });

  test('tells its environment and shows little of itself', () => {
    const key = createKeyText('test');
    assert.equal(keyEnvironment(key), 'test');
    assert.deepEqual(keyTraces(key), { prefix: key.slice(0, 12), lastFour: key.slice(-4) });
  });
});
