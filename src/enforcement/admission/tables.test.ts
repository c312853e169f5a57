import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { createKeyText } from '#subscriptions/key-text';
import { NO_ENTRY } from './entry-table.ts';
import { createKeyHasher, keyHashOf } from './key-hash.ts';
import { KeyTableReader, KeyTableWriter } from './key-table.ts';
import { createRateMemory, RateTable } from './rate-table.ts';
import { compileRoutes, matchRoute } from './route-matcher.ts';
import type { SnapshotRoute } from './snapshot.ts';
import { SubscriptionMemoryOwner, SubscriptionTable } from './subscription-table.ts';

describe('the hash of keys', () => {
  test('is HMAC-SHA-256, also with long secrets', async () => {
    const { createHmac } = await import('node:crypto');
    for (const key of [randomBytes(32), randomBytes(64), randomBytes(100)]) {
      const text = createKeyText('live');
      const expected = keyHashOf(createHmac('sha256', key).update(text).digest());
      const hash = createKeyHasher(key);
      assert.deepEqual(hash(text), expected);
      assert.deepEqual(hash(text), expected, 'and the same from its memory');
      assert.equal(hash(`${text}0`), null, 'what is no key has none');
    }
  });
});

describe('the key table', () => {
  test('finds each of 20,000 keys through several replacements, and no other', () => {
    const writer = new KeyTableWriter();
    const reader = new KeyTableReader(writer.memory);
    const hashes = Array.from({ length: 20_000 }, () => keyHashOf(randomBytes(32)));
    for (const [slot, hash] of hashes.entries()) {
      if (writer.makeRoom(1)) reader.replace(writer.memory);
      writer.put({
        id: `key_${slot}`,
        hash,
        slot,
        test: slot % 2 === 1,
        revoked: slot % 3 === 0,
        expiresAtMs: null,
      });
    }
    for (const [slot, hash] of hashes.entries()) {
      const record = reader.find(hash)!;
      assert.deepEqual([record.slot, record.test, record.revoked], [slot, slot % 2 === 1, slot % 3 === 0]);
      assert.equal(reader.idOf(record.keyIndex), `key_${slot}`);
    }
    for (let i = 0; i < 1000; i += 1) assert.equal(reader.find(keyHashOf(randomBytes(32))), null);
  });

  test('an expiry that 32 bits cannot hold is none yet, not one of long ago', () => {
    const writer = new KeyTableWriter();
    writer.makeRoom(2);
    const entry = { id: 'key_1', slot: 0, test: false, revoked: false };
    const [far, past] = [keyHashOf(randomBytes(32)), keyHashOf(randomBytes(32))];
    writer.put({ ...entry, hash: far, expiresAtMs: Date.UTC(9999, 0) });
    writer.put({ ...entry, id: 'key_2', hash: past, expiresAtMs: 0 });
    const reader = new KeyTableReader(writer.memory);
    assert.equal(reader.find(far)!.expiresAtMs, Number.POSITIVE_INFINITY);
    assert.equal(reader.find(past)!.expiresAtMs, 1000);
  });
});

describe('the rate table', () => {
  const locks = { tryLock: () => true, unlock: () => undefined };

  test('entries that have run out make room, live ones never do', () => {
    const table = new RateTable(createRateMemory(64), locks);
    const live: [number, number][] = [];
    for (let slot = 0; slot < 64; slot += 1) {
      const entry = table.entry(slot, false, 0, 1000);
      if (entry === NO_ENTRY) continue;
      table.setArrivalMs(entry, 5000);
      live.push([slot, entry]);
    }
    assert.equal(table.entry(1000, false, 0, 1000), NO_ENTRY, 'full of live entries');
    for (const [slot, entry] of live) assert.equal(table.entry(slot, false, 0, 1000), entry);
    assert.notEqual(table.entry(1000, false, 0, 5000), NO_ENTRY, 'all have run out');
  });
});

describe('locks', () => {
  test('two threads that add under the lock lose nothing', async () => {
    const owner = new SubscriptionMemoryOwner(2);
    owner.reserve(1, 1);
    const source = `
      const { workerData, parentPort } = require('node:worker_threads');
      import(workerData.module).then(({ SubscriptionTable }) => {
        const table = new SubscriptionTable(workerData.memory, workerData.worker);
        for (let i = 0; i < 50000; i += 1) {
          table.lock(0);
          table.cells.setUsed(0, false, 7, table.cells.usedMicros(0, false, 7) + 1);
          table.unlock(0);
        }
        parentPort.postMessage('done');
      });`;
    const module = new URL('./subscription-table.ts', import.meta.url).href;
    await Promise.all(
      [0, 1].map((worker) => {
        const thread = new Worker(source, {
          eval: true,
          workerData: { module, worker, memory: owner.memory },
        });
        return new Promise((resolve, reject) => thread.once('exit', resolve).once('error', reject));
      }),
    );
    assert.equal(new SubscriptionTable(owner.memory, null).cells.usedMicros(0, false, 7), 100_000);
  });
});

describe('routes', () => {
  const route = (ordinal: number, method: string, template: string): SnapshotRoute => ({
    ordinal,
    id: `rte_${ordinal}`,
    method,
    template,
    upstreamPath: null,
    headersMs: null,
    idleMs: null,
    requestHeaders: [],
    responseHeaders: [],
    protocol: 'http' as const,
    minimumTier: null,
    minimumPlan: null,
    weightMicros: 1,
    weightText: '1',
    traffic: null,
    requiredScope: null,
    closedTo: null,
    rateLimits: [],
    concurrency: null,
  });
  const table = compileRoutes([
    route(1, 'GET', '/items'),
    route(2, 'GET', '/items/{id}'),
    route(3, 'POST', '/items/special'),
    route(4, 'ANY', '/items/{id}/parts'),
    route(5, 'GET', '/'),
  ]);
  const found = (method: string, ...segments: string[]) => {
    const match = matchRoute(table, method, segments);
    return match.kind === 'route' ? match.route.id : match.kind === 'method' ? match.allow : null;
  };

  test('literals win over parameters, and give way where they do not know the method', () => {
    assert.equal(found('POST', 'items', 'special'), 'rte_3');
    assert.equal(found('GET', 'items', 'special'), 'rte_2');
  });

  test('methods, HEAD, ANY and one slash at the end', () => {
    assert.equal(found('HEAD', 'items'), 'rte_1');
    assert.equal(found('DELETE', 'items'), 'GET, HEAD');
    assert.equal(found('PATCH', 'items', '7', 'parts'), 'rte_4');
    assert.equal(found('GET', 'items', ''), 'rte_1');
    assert.equal(found('GET'), 'rte_5');
    assert.equal(found('GET', ''), 'rte_5');
    assert.equal(found('GET', 'items', '', 'parts'), null);
    assert.equal(found('GET', 'ITEMS'), null);
  });
});
