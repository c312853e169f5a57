import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AbuseCounters, countBits, SPREAD_WINDOW_MS } from './abuse-counters.ts';
import { networkOf } from './abuse-subject.ts';
import { createThrottleMemory, ThrottleTable } from './throttle-table.ts';

const nameOf = ({ keyIndex, slot }: { keyIndex: number; slot: number }) => ({
  keyId: `key_${keyIndex}`,
  subscriptionId: `sub_${slot}`,
});
const key = (keyIndex: number) => ({ keyIndex, slot: keyIndex + 100 });

test('an IPv6 caller is its /64, however its address is written', () => {
  assert.equal(networkOf('203.0.113.9'), '203.0.113.9');
  for (const address of ['2001:db8::1', '2001:0db8:0:0:ffff::2', '2001:db8:0:0:1:2:3:4']) {
    assert.equal(networkOf(address), '2001:db8:0:0::/64', address);
  }
  assert.equal(networkOf('::1'), '0:0:0:0::/64');
});

describe('what a worker counts', () => {
  test('is told once, with the product where it was one alone', () => {
    const counters = new AbuseCounters();
    for (let i = 0; i < 3; i += 1) counters.refused('10.0.0.1', 'prd_a', null);
    counters.refused('10.0.0.2', 'prd_a', key(7));
    counters.refused('10.0.0.2', 'prd_b', key(7));
    const report = counters.report(0, nameOf)!;
    assert.deepEqual(report.addresses, [
      { network: '10.0.0.1', refused: 3, productId: 'prd_a' },
      { network: '10.0.0.2', refused: 2, productId: null },
    ]);
    assert.deepEqual(report.keys, [{ keyId: 'key_7', subscriptionId: 'sub_107', refused: 2 }]);
    assert.equal(counters.report(0, nameOf), null);
  });

  test('is bounded, whoever calls', () => {
    const counters = new AbuseCounters();
    for (let i = 0; i < 20_000; i += 1)
      counters.refused(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, null, key(i));
    for (let i = 0; i < 50; i += 1) counters.refused('10.0.0.9', null, null);
    const report = counters.report(0, nameOf)!;
    assert.equal(report.addresses.length, 256);
    assert.equal(report.keys.length, 256);
    assert.deepEqual(report.addresses[0], { network: '10.0.0.9', refused: 51, productId: null });
  });

  test('of a key is a bit per address, kept for a window, and told when there are new ones', () => {
    const counters = new AbuseCounters();
    counters.admitted(key(1), '10.0.0.1');
    counters.admitted(key(2), '10.0.0.1');
    assert.equal(counters.report(0, nameOf), null, 'one address is nothing to tell');
    for (let i = 0; i < 30; i += 1) counters.admitted(key(1), `10.0.1.${i}`);
    const [spread] = counters.report(0, nameOf)!.spread;
    assert.equal(spread!.keyId, 'key_1');
    const bits = countBits(spread!.bits);
    assert.ok(bits > 20 && bits <= 31, `${bits} bits`);
    counters.admitted(key(1), '10.0.1.3');
    assert.equal(counters.report(SPREAD_WINDOW_MS, nameOf), null, 'nothing new, and a window ends');
    for (const address of ['10.0.1.1', '10.0.1.2']) counters.admitted(key(1), address);
    const next = counters.report(SPREAD_WINDOW_MS, nameOf)!;
    assert.equal(next.window, 1);
    assert.ok(countBits(next.spread[0]!.bits) <= 2);
  });
});

describe('who is kept out', () => {
  test('is kept out in every worker until the time is over', () => {
    const memory = createThrottleMemory();
    const [control, worker] = [new ThrottleTable(memory), new ThrottleTable(memory)];
    assert.equal(worker.isEmpty, true);
    control.keepOut('a 10.0.0.1', 60_000);
    assert.equal(worker.isEmpty, false);
    assert.equal(worker.secondsLeft('a 10.0.0.1', 0), 60);
    assert.equal(worker.secondsLeft('a 10.0.0.2', 0), 0);
    control.keepOut('a 10.0.0.1', 90_000);
    assert.equal(worker.secondsLeft('a 10.0.0.1', 30_500), 60);
    assert.equal(worker.secondsLeft('a 10.0.0.1', 90_000), 0);
    control.sweep(89_000);
    assert.equal(worker.isEmpty, false);
    control.sweep(91_000);
    assert.equal(worker.isEmpty, true);
  });

  test('is found among hundreds, and a full table forgets who would come free first', () => {
    const table = new ThrottleTable(createThrottleMemory());
    // Few enough that no bucket of eight overflows but once in a thousand million runs: seeds are random.
    for (let i = 0; i < 300; i += 1) table.keepOut(`a ${i}`, 60_000);
    for (let i = 0; i < 300; i += 1) assert.equal(table.secondsLeft(`a ${i}`, 0), 60);
    for (let i = 0; i < 20_000; i += 1) table.keepOut(`b ${i}`, 30_000);
    table.keepOut('c', 90_000);
    assert.equal(table.secondsLeft('c', 0), 90);
    table.sweep(100_000);
    assert.equal(table.isEmpty, true);
  });
});
