import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isPublicAddress, permitsAddress, upstreamAllowance } from '#catalog';
import { createPeerReader } from './peer.ts';
import { gatewayKinds } from './problem-kinds.ts';
import { gatewayProblems } from './problems.ts';
import { createUpstreamGuard, isGlobalAddress } from './upstream-guard.ts';

/** What stands in workers once more, because they load no stores, is held to what the rooms say. */
const addresses = [
  '8.8.8.8',
  '1.1.1.1',
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.32.0.1',
  '192.0.0.8',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2606:4700::1111',
  'fc00::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '3fff::1',
  'fe80::1%lo',
  'nonsense',
];

describe('guarding addresses', () => {
  test('workers and #catalog judge alike', () => {
    for (const ip of addresses) assert.equal(isGlobalAddress(ip), isPublicAddress(ip), ip);
  });

  test('and read the operator’s list alike', () => {
    const entries = [
      '10.1.0.0/16',
      'fd00::/8',
      'localhost:9000',
      '[::1]:4002',
      '192.168.1.1',
      'api.internal',
    ];
    const guard = createUpstreamGuard(entries);
    const allowance = upstreamAllowance(entries);
    for (const host of ['localhost', 'api.internal', '192.168.1.1', '::1', 'other.test']) {
      for (const ip of ['10.1.2.3', '10.2.0.1', '127.0.0.1', '::1', 'fd00::1', '192.168.1.1', '8.8.8.8']) {
        for (const port of [80, 4002, 9000]) {
          const expected = permitsAddress(allowance, host, ip, port);
          assert.equal(guard.permits(host, ip, port), expected, `${host} ${ip} ${port}`);
        }
      }
    }
  });
});

test('what workers answer is what is registered', () => {
  for (const [name, kind] of Object.entries(gatewayKinds)) {
    assert.deepEqual(gatewayProblems[name as keyof typeof gatewayKinds], kind, name);
  }
});

describe('who is calling', () => {
  test('nobody’s word counts unless the peer is trusted', () => {
    const read = createPeerReader([]);
    const facts = read('::ffff:198.51.100.1', '203.0.113.9', 'https');
    assert.deepEqual(facts, {
      clientAddress: '198.51.100.1',
      forwardedFor: '198.51.100.1',
      protocol: 'http',
    });
  });

  test('behind trusted proxies it is the right-most stranger, and what is left of it is dropped', () => {
    const read = createPeerReader(['10.0.0.0/8']);
    const facts = read('10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', 'https');
    assert.deepEqual(facts, {
      clientAddress: '203.0.113.9',
      forwardedFor: '203.0.113.9, 10.0.0.2, 10.0.0.1',
      protocol: 'https',
    });
  });
});
