import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileAddressList, isAddressEntry } from './address-list.ts';

test('an address is found singly, by network, and as IPv4 mapped into IPv6', () => {
  const isListed = compileAddressList(['203.0.113.0/24', '2001:db8::/32', '198.51.100.7']);
  for (const ip of ['203.0.113.9', '2001:db8:1::1', '198.51.100.7', '::ffff:203.0.113.9']) {
    assert.equal(isListed(ip), true, ip);
  }
  for (const ip of ['203.0.114.1', '2001:db9::1', '198.51.100.8', '', 'localhost', '203.0.113.9, 10.0.0.1']) {
    assert.equal(isListed(ip), false, ip);
  }
  assert.equal(compileAddressList([])('127.0.0.1'), false);
});

test('what is no address and no network cannot be listed', () => {
  for (const entry of ['10.0.0.0/8', '::1', '::/0', '0.0.0.0/0'])
    assert.equal(isAddressEntry(entry), true, entry);
  for (const entry of ['10.0.0.0/33', '10.0.0', 'localhost', '', '10.0.0.0/', ' 10.0.0.1']) {
    assert.equal(isAddressEntry(entry), false, entry);
  }
});
