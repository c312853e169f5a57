import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { requestText, send } from '../../src/gateway/test-client.ts';
import { percentile, slowHeads, slowUploads, swapUnderLoad } from '../../src/gateway/test-loads.ts';
import { eventually, type Rig, startRig } from '../../src/gateway/test-rig.ts';

/** The gateway's cases of load, at full length. Speeds are told, not asserted: they are the machine's. */
let rig: Rig;
before(async () => {
  rig = await startRig({ limits: { headerReadMs: 5000, upstreamHeadersMs: 10_000, clientIdleMs: 10_000 } });
});
after(() => rig.stop());

async function assertCalm(): Promise<void> {
  await eventually(() => rig.gateway.metrics().inFlight === 0);
  const { responses } = await send(rig.gateway.port, requestText('GET', '/acme/items/items', rig.keys.pro!));
  assert.equal(responses[0]!.status, 200);
}

test('D55 five hundred heads that come byte by byte', async (t) => {
  const seen = await slowHeads(rig, 500, 4000);
  assert.equal(seen.closed, 500);
  assert.ok(seen.longestMs <= 5000 + 2000 + 1000, `${Math.round(seen.longestMs)} ms`);
  assert.deepEqual([...new Set([408, ...seen.statuses])], [408]);
  assert.deepEqual([...new Set(seen.goodStatuses)], [200]);
  t.diagnostic(
    `${seen.goodMs.length} good calls meanwhile, p99 ${Math.round(percentile(seen.goodMs, 0.99))} ms`,
  );
  await assertCalm();
});

test('D58 twenty uploads of a gibibyte to an upstream that reads a mebibyte per second', async (t) => {
  const sent = { uploads: 20, bytes: 2 ** 30, readBytesPerSecond: 2 ** 20, seconds: 60 };
  // Clients and upstream live in this process as well: what they and the runtime hold once warm is not growth.
  const cold = await slowUploads(rig, { ...sent, seconds: 10 });
  t.diagnostic(`the first ten seconds: ${cold.grownBytes >> 20} MiB, clients and upstream included`);
  const { grownBytes, readBytes, answers } = await slowUploads(rig, sent);
  t.diagnostic(`${readBytes >> 20} MiB arrived, memory grew by ${grownBytes >> 20} MiB at most`);
  assert.deepEqual(answers, []);
  assert.ok(grownBytes <= 128 * 2 ** 20);
  await assertCalm();
});

test('D62 a hundred configurations in ten seconds at 500 calls per second', async (t) => {
  const steady = await swapUnderLoad(rig, { swaps: 1, everyMs: 5000, callsPerSecond: 500 });
  const seen = await swapUnderLoad(rig, { swaps: 100, everyMs: 90, callsPerSecond: 500 });
  const told = (one: typeof seen) =>
    `${one.latenciesMs.length} calls, p99 ${Math.round(percentile(one.latenciesMs, 0.99))} ms`;
  t.diagnostic(`steady: ${told(steady)}; swapping: ${told(seen)}`);
  assert.deepEqual([...seen.statuses.keys()], [200]);
  assert.deepEqual(seen.mixed, []);
  assert.ok(seen.versions.size > 10, `${seen.versions.size} versions were seen`);
  await assertCalm();
});
