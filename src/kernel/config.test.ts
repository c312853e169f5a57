import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from './config.ts';

test('defaults are the safe ones', () => {
  const config = loadConfig({});
  assert.equal(config.host, '127.0.0.1');
  assert.deepEqual(config.allowPrivateUpstreams, []);
  assert.deepEqual(config.trustedProxies, []);
});

test('every wrong value is named with its variable', () => {
  const wrong = {
    PORT: '70000',
    JOURNAL_FSYNC: 'maybe',
    DATABASE_URL: 'mysql://x',
    PLATFORM_FEE_BPS: '-1',
    GATEWAY_PORT: 'abc',
  };
  assert.throws(
    () => loadConfig(wrong),
    (error: Error) => Object.keys(wrong).every((name) => error.message.includes(`${name}=`)),
  );
});

test('an empty value counts as unset', () => {
  assert.equal(loadConfig({ PORT: '' }).port, 4000);
});

test('the port without TLS can be turned off, which is not the same as any free one', () => {
  assert.equal(loadConfig({ GATEWAY_PORT: 'off' }).gatewayPort, null);
  assert.equal(loadConfig({ GATEWAY_PORT: '0' }).gatewayPort, 0);
});
