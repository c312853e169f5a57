import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileTraffic, DEFAULT_POLICY, type SnapshotTraffic } from './traffic.ts';

const plain: SnapshotTraffic = {
  cors: { origins: ['*'], credentials: false, allowedHeaders: null, exposedHeaders: [], maxAgeSeconds: 600 },
  allow: [],
  deny: [],
  bodyBytes: null,
  keyHeaders: [],
  keyParameter: null,
  signing: 'off',
  watched: true,
};

test('a pattern of origins stands for names below its own, and nothing that only looks like one', () => {
  const origins = ['https://*.example.com', 'https://*.example.org:8443', 'https://one.test'];
  const { cors } = compileTraffic({ ...plain, cors: { ...plain.cors, origins } });
  assert.equal(cors.mode, 'listed');
  for (const origin of [
    'https://a.example.com',
    'https://a.b.example.com',
    'https://a.example.org:8443',
    'https://one.test',
  ]) {
    assert.equal(cors.lists(origin), true, origin);
  }
  for (const origin of [
    'https://example.com',
    'https://.example.com',
    'http://a.example.com',
    'https://evil-example.com',
    'https://a.example.com.evil.test',
    'https://evil.test/.example.com',
    'https://evil.test?.example.com',
    'https://user@a.example.com',
    'https://a.example.com:8443',
    'https://a.example.org',
    'https://*.example.com.',
    'null',
    '',
  ]) {
    assert.equal(cors.lists(origin), false, origin);
  }
});

test('addresses are allowed unless denied, all where none is listed, and nothing is asked where nothing is', () => {
  assert.equal(DEFAULT_POLICY.permits, null);
  const permits = compileTraffic({ ...plain, allow: ['10.0.0.0/8'], deny: ['10.1.0.0/16'] }).permits!;
  assert.deepEqual(['10.0.0.1', '10.1.0.1', '11.0.0.1'].map(permits), [true, false, false]);
  const others = compileTraffic({ ...plain, deny: ['10.1.0.0/16'] }).permits!;
  assert.deepEqual(['10.0.0.1', '10.1.0.1', '::1'].map(others), [true, false, true]);
});
