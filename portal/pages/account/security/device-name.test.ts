import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceName } from './device-name.ts';

test('browsers and systems are called what people call them', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0 Safari/537.36';
  assert.equal(deviceName(chrome), 'Chrome, Linux');
  assert.equal(deviceName(`${chrome} Edg/153.0`), 'Edge, Linux');
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1';
  assert.equal(deviceName(phone), 'Safari, iOS');
});

test('a program keeps its own name', () => {
  assert.equal(deviceName('curl/8.11.1'), 'curl/8.11.1');
});
