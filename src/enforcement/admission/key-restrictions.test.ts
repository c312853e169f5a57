import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RestrictionReader, type RestrictionSet, RestrictionWriter } from './key-restrictions.ts';
import type { SnapshotRoute } from './snapshot.ts';

const route = (ordinal: number, requiredScope: string | null = null): SnapshotRoute => ({
  ordinal,
  id: `rte_${ordinal}`,
  method: 'GET',
  template: '/',
  upstreamPath: null,
  protocol: 'http',
  minimumTier: null,
  minimumPlan: null,
  weightMicros: 1,
  weightText: '1',
  headersMs: null,
  idleMs: null,
  requestHeaders: [],
  responseHeaders: [],
  traffic: null,
  rateLimits: [],
  concurrency: null,
  requiredScope,
  closedTo: null,
});
const onRoute = (ordinal: number): RestrictionSet => ({ ips: [], scopes: [], routes: [ordinal] });

describe('what keys are limited to', () => {
  test('costs nothing while no key is limited', () => {
    const writer = new RestrictionWriter();
    assert.equal(writer.makeRoom(1_000_000, []), false);
    writer.assign(999_999, null);
    assert.deepEqual([writer.memory.numbers, writer.memory.sets], [[], []]);
  });

  test('is written once, however many keys have it', () => {
    const writer = new RestrictionWriter();
    const set = { ips: ['10.0.0.0/8'], scopes: ['a', 'b'], routes: [1] };
    assert.equal(writer.makeRoom(100_000, [set]), true);
    for (let key = 0; key < 100_000; key += 1) {
      assert.equal(writer.makeRoom(100_000, [{ ...set, scopes: ['b', 'a'] }]), false);
      writer.assign(key, { ...set, scopes: ['b', 'a'] });
    }
    assert.equal(writer.memory.sets.length, 1);
  });

  test('is met by workers without being told while there is room, and unknown beyond it', () => {
    const writer = new RestrictionWriter();
    writer.makeRoom(10, [onRoute(1)]);
    const reader = new RestrictionReader();
    reader.adopt(writer.memory);
    writer.assign(3, onRoute(1));
    assert.equal(reader.judge(3, '', route(1)), null);
    assert.equal(reader.judge(3, '', route(2)), 'routeNotAllowed');
    writer.makeRoom(10, [onRoute(2)]);
    writer.assign(3, onRoute(2));
    assert.equal(reader.judge(3, '', route(2)), null);
    writer.makeRoom(20_000, []);
    assert.equal(reader.judge(19_999, '', route(2)), 'unknown');
    const large = { ips: [], scopes: Array.from({ length: 9000 }, (_, i) => `scope-${i}`), routes: [] };
    assert.equal(writer.makeRoom(20_000, [large]), true);
    writer.assign(4, large);
    assert.equal(reader.judge(4, '', route(1, 'x')), 'unknown');
    reader.adopt(writer.memory);
    assert.equal(reader.judge(4, '', route(1, 'x')), 'scopeMissing');
    assert.equal(reader.judge(4, '', route(1, 'scope-8999')), null);
    assert.equal(reader.judge(4, '', route(1)), null);
  });

  test('does not pile up: a key that is changed for ever fills no memory', () => {
    const writer = new RestrictionWriter();
    const reader = new RestrictionReader();
    const set = (n: number): RestrictionSet => ({
      ips: [],
      scopes: [`${n}-${'x'.repeat(900)}`],
      routes: [7],
    });
    writer.makeRoom(2, [onRoute(1)]);
    writer.assign(0, onRoute(1));
    reader.adopt(writer.memory);
    let most = 0;
    for (let n = 0; n < 20_000; n += 1) {
      if (writer.makeRoom(2, [set(n)])) reader.adopt(writer.memory);
      writer.assign(1, set(n));
      assert.equal(reader.judge(1, '', route(7)), null);
      assert.equal(reader.judge(1, '', route(8)), 'routeNotAllowed');
      most = Math.max(most, writer.memory.sets.length);
    }
    assert.ok(most < 40, `${most} chunks`);
    assert.equal(reader.judge(0, '', route(1)), null, 'the other key kept its own');
    assert.equal(reader.judge(0, '', route(2)), 'routeNotAllowed');
  });

  test('knows addresses of both families, alone and by network', () => {
    const writer = new RestrictionWriter();
    const set = { ips: ['192.0.2.7', '10.0.0.0/8', '2001:db8::/32', '::1'], scopes: [], routes: [] };
    writer.makeRoom(1, [set]);
    writer.assign(0, set);
    const reader = new RestrictionReader();
    reader.adopt(writer.memory);
    for (const address of ['192.0.2.7', '10.255.0.1', '2001:db8:ffff::1', '::1', '2001:db8::1%eth0']) {
      assert.equal(reader.judge(0, address, route(1)), null, address);
    }
    for (const address of ['192.0.2.8', '11.0.0.1', '2001:db9::1', '::2', '', 'x', '10.0.0.0/8']) {
      assert.equal(reader.judge(0, address, route(1)), 'ipForbidden', address);
    }
  });
});
