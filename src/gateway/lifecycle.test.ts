import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { startEnforcement } from '#enforcement';
import { quotaKindOf } from '#enforcement/admission';
import { createSecrets, Problem, silentLog, systemClock, testDatabase } from '#kernel';
import { startGateway } from './start-gateway.ts';
import { send } from './test-client.ts';
import { eventually, type Rig, startRig, worldSource } from './test-rig.ts';

const call = async (rig: Rig, key: string, path = '/items') => {
  const bytes = `GET /acme/items${path} HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${key}\r\n\r\n`;
  return (await send(rig.gateway.port, bytes)).responses[0];
};

/** Takes the place of the rig's gateway; its workers end at the first `crash` and start as `breakStart` wills. */
async function startFragile(rig: Rig, { broken = false } = {}) {
  await rig.gateway.stop(1000);
  const { enforcement } = rig;
  let isBroken = broken;
  let crash: () => Promise<void> = () => assert.fail('the gateway never attached');
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    authority: {
      get memory() {
        return isBroken ? (null as never) : enforcement.memory;
      },
      snapshot: enforcement.snapshot,
      workers: enforcement.workers,
      keyHmacKey: enforcement.keyHmacKey,
      abuse: null,
      attach(publish) {
        // An update without memory is a bug that no worker survives.
        crash = () => publish(null, null as never);
        return () => undefined;
      },
      releaseWorker: (worker) => enforcement.releaseWorker(worker),
      takeBack: (late) => enforcement.takeBack(late),
      wallMs: () => enforcement.wallMs(),
    },
    journal: { directory: rig.journalDirectory, fsync: 'off', diskReserveBytes: 0 },
    allowPrivateUpstreams: ['127.0.0.1'],
    trustedProxies: [],
    signingKey: new Uint8Array(32),
    log: silentLog,
  });
  const breakStart = (is: boolean) => {
    isBroken = is;
  };
  return { gateway, crash: () => crash(), breakStart };
}

describe('stopping and starting again', () => {
  test('D63 a drain lets calls in flight finish, closes idle connections and refuses new ones', async () => {
    const rig = await startRig();
    const slow = Array.from({ length: 10 }, () => call(rig, rig.keys.pro!, '/x/sleep500'));
    await eventually(() => rig.upstream.requests.length === 10);
    const stopped = rig.gateway.stop(5000);
    const answers = await Promise.all(slow);
    await stopped;
    assert.deepEqual([...new Set(answers.map((one) => one?.status))], [200]);
    assert.equal(answers[0]!.headers.connection, 'close');
    assert.equal(rig.journal().complete.length, 10);
    const { responses, closed } = await send(rig.gateway.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', {
      untilClose: true,
    });
    assert.deepEqual([responses.length, closed], [0, true]);
    await rig.stop();
  });

  test('quota counters come back from the journal', async () => {
    const rig = await startRig();
    for (let i = 0; i < 4; i += 1) assert.equal((await call(rig, rig.keys.free!))!.status, 200);
    await rig.gateway.stop(1000);
    await rig.enforcement.stop();
    const { db, drop } = await testDatabase();
    const secrets = createSecrets(Buffer.alloc(32, 7));
    const enforcement = await startEnforcement({
      db,
      clock: systemClock(),
      keyHmacKey: secrets.hmacKey('api-key'),
      workers: 1,
      nodeId: 'node-test',
      journalDirectory: rig.journalDirectory,
      log: silentLog,
      source: worldSource(rig.world),
    });
    const gateway = await startGateway({
      host: '127.0.0.1',
      port: 0,
      authority: enforcement,
      journal: { directory: rig.journalDirectory, fsync: 'always', diskReserveBytes: 0 },
      allowPrivateUpstreams: ['127.0.0.1'],
      trustedProxies: [],
      signingKey: new Uint8Array(32),
      log: silentLog,
    });
    const response = await call({ ...rig, gateway }, rig.keys.free!);
    assert.match(response!.headers.ratelimit!, /"month";r=5;/);
    await gateway.stop(1000);
    await enforcement.stop();
    await drop();
    await rig.stop();
  });

  test('workers that crash are replaced, and what they held is free again', async () => {
    const rig = await startRig({ workers: 1 });
    const { gateway, crash } = await startFragile(rig);
    const again = { ...rig, gateway };
    const waiting = Array.from({ length: 3 }, () => call(again, rig.keys.narrow!, '/x/hang'));
    await eventually(() => rig.upstream.requests.length === 3);
    assert.equal((await call(again, rig.keys.narrow!))!.status, 429);
    await crash();
    await Promise.all(waiting);
    assert.match(gateway.trouble() ?? '', /being replaced|^$/);
    await eventually(async () => (await call(again, rig.keys.narrow!))?.status === 200);
    assert.equal(gateway.trouble(), null);
    assert.equal(gateway.metrics().workerRestarts, 1);
    await gateway.stop(1000);
    await rig.stop();
  });

  test('workers that cannot start any more are named with their error, and come back once they can', async () => {
    const rig = await startRig({ workers: 1 });
    const { gateway, crash, breakStart } = await startFragile(rig);
    assert.equal((await call({ ...rig, gateway }, rig.keys.pro!))!.status, 200);
    await eventually(() => gateway.metrics().answers['2xx'] === 1);
    breakStart(true);
    await crash();
    await eventually(() => /ended [3-9] times in a row: \S/.test(gateway.trouble() ?? ''));
    assert.equal(gateway.metrics().answers['2xx'], 1, 'counters survive their threads');
    breakStart(false);
    await eventually(() => gateway.trouble() === null, 10_000);
    assert.equal((await call({ ...rig, gateway }, rig.keys.pro!))!.status, 200);
    await gateway.stop(1000);
    await rig.stop();
  });

  test('a gateway whose workers cannot start says why and leaves none behind', async () => {
    const rig = await startRig({ workers: 2 });
    await assert.rejects(startFragile(rig, { broken: true }), TypeError);
    const { responses, closed } = await send(rig.gateway.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', {
      untilClose: true,
    });
    assert.deepEqual([responses.length, closed], [0, true]);
    await rig.stop();
  });

  test('below the disk reserve calls are refused without being charged, and readiness says so', async () => {
    const rig = await startRig({ workers: 1, diskReserveBytes: Number.MAX_SAFE_INTEGER });
    await eventually(() => rig.gateway.trouble() !== null);
    assert.match(rig.gateway.trouble()!, /less room than its reserve/);
    const response = await call(rig, rig.keys.free!);
    assert.equal(response!.status, 503);
    assert.match(response!.body, /usage-not-recordable/);
    assert.equal(response!.headers['retry-after'], '5');
    const { table } = rig.enforcement.registry;
    const { slot } = rig.enforcement.registry.subscription('sub_free')!;
    const cell = table.cellOf(slot, quotaKindOf('month'));
    assert.equal(table.cells.usedMicros(cell, false, table.cells.calendar(cell).startMs), 0);
    assert.deepEqual(rig.upstream.requests, []);
    await rig.stop();
  });

  test('a port that somebody else has is an error, also with shared ports', async () => {
    const rig = await startRig({ workers: 1 });
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const options = {
      host: '127.0.0.1',
      authority: rig.enforcement,
      journal: { directory: rig.journalDirectory, fsync: 'off' as const },
      allowPrivateUpstreams: [],
      trustedProxies: [],
      signingKey: new Uint8Array(32),
      log: silentLog,
    };
    await assert.rejects(startGateway({ ...options, port }), { code: 'EADDRINUSE' });
    await assert.rejects(startGateway({ ...options, port: rig.gateway.port }), { code: 'EADDRINUSE' });
    taken.close();
    await rig.stop();
  });

  test('a second gateway node on the same stores refuses, until the first has stopped', async () => {
    const { db, drop } = await testDatabase();
    const options = {
      db,
      clock: systemClock(),
      keyHmacKey: Buffer.alloc(32),
      workers: 1,
      log: silentLog,
      source: worldSource({ products: [], subscriptions: [], keys: [] }),
    };
    const rig = await startRig({ workers: 1 });
    const directory = `${rig.journalDirectory}-other`;
    const first = await startEnforcement({ ...options, nodeId: 'one', journalDirectory: directory });
    const second = () => startEnforcement({ ...options, nodeId: 'two', journalDirectory: directory });
    await assert.rejects(second(), (error: unknown) => {
      assert.ok(error instanceof Problem);
      assert.match(error.message, /Node one/);
      return true;
    });
    await first.stop();
    await (await second()).stop();
    await rig.stop();
    await drop();
  });
});

describe('guarding upstreams', () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig({ workers: 1, allowPrivateUpstreams: [] });
  });
  after(() => rig.stop());

  test('a private address is not dialled, given as such or behind a name', async () => {
    assert.equal((await call(rig, rig.keys.pro!))!.status, 502);
    await rig.change('catalog', 'prd_items', () => {
      const upstreamUrl = `http://localhost:${rig.upstream.port}/v1`;
      rig.world.products[0] = { ...rig.world.products[0]!, upstreamUrl };
    });
    await rig.enforcement.catchUp();
    assert.equal((await call(rig, rig.keys.pro!))!.status, 502);
    assert.equal(rig.upstream.connections(), 0);
  });
});
