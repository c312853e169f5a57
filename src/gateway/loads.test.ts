import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { requestText, send } from './test-client.ts';
import { slowHeads, slowUploads, swapUnderLoad } from './test-loads.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

/** Small editions of what `npm run soak` does at full length. */
let rig: Rig;
before(async () => {
  rig = await startRig({ limits: { headerReadMs: 1000, upstreamHeadersMs: 10_000, clientIdleMs: 10_000 } });
});
after(() => rig.stop());

async function assertCalm(): Promise<void> {
  await eventually(() => rig.gateway.metrics().inFlight === 0);
  const { responses } = await send(rig.gateway.port, requestText('GET', '/acme/items/items', rig.keys.pro!));
  assert.equal(responses[0]!.status, 200);
}

test('D55 heads that come byte by byte end with 408 or the connection, and others are served', async () => {
  const seen = await slowHeads(rig, 50, 200);
  assert.equal(seen.closed, 50);
  assert.deepEqual([...new Set([408, ...seen.statuses])], [408]);
  assert.deepEqual([...new Set(seen.goodStatuses)], [200]);
  await assertCalm();
});

test('D58 uploads to an upstream that reads slowly wait in the sockets, not in memory', async () => {
  const mebibyte = 2 ** 20;
  const sent = { uploads: 8, bytes: 256 * mebibyte, readBytesPerSecond: mebibyte, seconds: 3 };
  const { grownBytes, readBytes, answers } = await slowUploads(rig, sent);
  assert.deepEqual(answers, []);
  assert.ok(readBytes > mebibyte, `${readBytes} bytes arrived`);
  assert.ok(grownBytes <= 128 * mebibyte, `${Math.round(grownBytes / mebibyte)} MiB`);
  await assertCalm();
});

test('D62 while configurations change, every call is answered, by one of them alone', async () => {
  const seen = await swapUnderLoad(rig, { swaps: 20, everyMs: 20, callsPerSecond: 100 });
  assert.deepEqual([...seen.statuses.keys()], [200]);
  assert.deepEqual(seen.mixed, []);
  assert.ok(seen.versions.size > 2, `${seen.versions.size} versions were seen`);
  await assertCalm();
});
