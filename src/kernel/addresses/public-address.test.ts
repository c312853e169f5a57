import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressList, isPublicAddress, permitsAddress, upstreamAllowance } from './public-address.ts';

describe('addresses that sockets may be opened to', () => {
  test('are public when they are global unicast, and nothing else is', () => {
    for (const ip of ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00::1']) {
      assert.equal(isPublicAddress(ip), true, ip);
    }
    for (const ip of [
      ...[
        '0.0.0.0',
        '127.0.0.1',
        '169.254.169.254',
        '198.19.1.1',
        '203.0.113.9',
        '::',
        '::1',
        '::ffff:8.8.8.8',
      ],
      ...[
        '2001::1',
        '2001:db8::1',
        '2002:808:808::1',
        'fc00::1',
        'ff02::1',
        '::8.8.8.8',
        '2606:4700::1%eth0',
      ],
      ...['example.com', '', '127.1', '64:ff9b:1::1', '100::1', 'fec0::1'],
    ]) {
      assert.equal(isPublicAddress(ip), false, ip);
    }
  });

  test('permits sockets by address, or by the allowed name', () => {
    const allowance = upstreamAllowance(['localhost:9000']);
    assert.equal(permitsAddress(allowance, 'api.example.com', '127.0.0.1', 9000), false);
    assert.equal(permitsAddress(allowance, 'localhost', '127.0.0.1', 9000), true);
    assert.equal(permitsAddress(allowance, 'localhost', '127.0.0.1', 9001), false);
    assert.equal(permitsAddress(allowance, 'api.example.com', '8.8.8.8', 443), true);
  });

  test('names a wrong entry of the configuration', () => {
    for (const entry of ['10.0.0.0/33', 'x/8', 'a b', 'localhost:99999', '::1/200', 'http://x']) {
      assert.throws(() => upstreamAllowance([entry]), RangeError, entry);
    }
  });

  test('are listed singly and by network, and a wrong entry is named', () => {
    const listed = addressList(['10.0.0.0/8', '192.0.2.7', '::1', 'fd00::/8']);
    for (const ip of ['10.255.0.1', '192.0.2.7']) assert.equal(listed.check(ip, 'ipv4'), true, ip);
    for (const ip of ['::1', 'fd12::1']) assert.equal(listed.check(ip, 'ipv6'), true, ip);
    for (const ip of ['11.0.0.1', '192.0.2.8']) assert.equal(listed.check(ip, 'ipv4'), false, ip);
    for (const entry of ['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/9', 'proxy', '']) {
      assert.throws(() => addressList(['10.0.0.0/8', entry]), new RegExp(`: ${entry}$`));
    }
  });

  test('may be opened by network, by host, and by host and port, in any spelling of case', () => {
    const entries = [
      '10.1.0.0/16',
      'fd00::/8',
      'LOCALHOST:9000',
      '[::1]:4002',
      '192.168.1.1',
      'api.internal',
    ];
    const allowance = upstreamAllowance(entries);
    const judge = ([host, ip, port]: readonly [string, string, number]) =>
      permitsAddress(allowance, host, ip, port);
    const permitted = [
      ['other.test', '10.1.2.3', 80],
      ['other.test', 'fd00::1', 80],
      ['localhost', '127.0.0.1', 9000],
      ['::1', '::1', 4002],
      ['other.test', '192.168.1.1', 22],
      ['api.internal', '172.16.0.1', 80],
    ] as const;
    for (const call of permitted) assert.equal(judge(call), true, call.join(' '));
    const refused = [
      ['other.test', '10.2.0.1', 80],
      ['localhost', '127.0.0.1', 80],
      ['::1', '::1', 80],
      ['other.test', '127.0.0.1', 9000],
    ] as const;
    for (const call of refused) assert.equal(judge(call), false, call.join(' '));
  });
});
