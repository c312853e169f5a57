import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPeerReader } from './peer.ts';

describe('who is calling', () => {
  test('nobody’s word counts unless the peer is trusted', () => {
    const read = createPeerReader([]);
    const facts = read('::ffff:198.51.100.1', '203.0.113.9', 'https', false);
    assert.deepEqual(facts, {
      clientAddress: '198.51.100.1',
      forwardedFor: '198.51.100.1',
      protocol: 'http',
    });
  });

  test('a connection with TLS is https, whatever the client says', () => {
    assert.equal(createPeerReader([])('198.51.100.1', null, 'http', true).protocol, 'https');
    const trusting = createPeerReader(['10.0.0.0/8']);
    assert.equal(trusting('10.0.0.1', '203.0.113.9', null, true).protocol, 'https');
    assert.equal(trusting('10.0.0.1', '203.0.113.9', 'http', true).protocol, 'http');
  });

  test('behind trusted proxies it is the right-most stranger, and what is left of it is dropped', () => {
    const read = createPeerReader(['10.0.0.0/8']);
    const facts = read('10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', 'https', false);
    assert.deepEqual(facts, {
      clientAddress: '203.0.113.9',
      forwardedFor: '203.0.113.9, 10.0.0.2, 10.0.0.1',
      protocol: 'https',
    });
  });

  test('the relay of this process says whom it calls for, and nobody else can', () => {
    const token = 'a'.repeat(64);
    const read = createPeerReader([], token);
    const relayed = (text: string) => read('127.0.0.1', text, 'https', false).clientAddress;
    assert.equal(relayed(`203.0.113.9, ${token}`), '203.0.113.9');
    assert.equal(relayed(`::ffff:203.0.113.9, ${token}`), '203.0.113.9');
    for (const text of [
      '203.0.113.9',
      `203.0.113.9, ${'b'.repeat(64)}`,
      `203.0.113.9, ${'é'.repeat(64)}`,
      `203.0.113.9, 203.0.113.10, ${token}`,
      `nobody, ${token}`,
      token,
    ])
      assert.equal(relayed(text), '127.0.0.1', text);
    assert.equal(
      createPeerReader([])('127.0.0.1', '203.0.113.9, null', 'https', false).clientAddress,
      '127.0.0.1',
    );
    assert.doesNotMatch(read('127.0.0.1', `203.0.113.9, ${token}`, null, false).forwardedFor, /a{64}/);
  });
});
