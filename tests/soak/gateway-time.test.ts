import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestText, send } from '../../src/gateway/test-client.ts';
import { type Rig, startRig } from '../../src/gateway/test-rig.ts';

/** The gateway's cases that mostly wait, at full length. */
let rig: Rig;
before(async () => {
  rig = await startRig({ limits: { upstreamHeadersMs: 10_000 } });
});
after(() => rig.stop());

const ask = async (key: string, method = 'GET', path = '/items', lines = '', body = '') =>
  (await send(rig.gateway.port, requestText(method, `/acme/items${path}`, key, lines, body))).responses[0]!;

describe('the gateway over minutes', { concurrency: true }, () => {
  test('D33 for sixty seconds both keys work, then the old one does not within a second', async () => {
    const old = await rig.addSubscription('turner', 'pro');
    const next = await rig.addSubscription('turned', 'pro');
    const change = async (name: string, how: object) => {
      await rig.change('key', `key_${name}`, () => {
        const index = rig.world.keys.findIndex((one) => one.keyId === `key_${name}`);
        rig.world.keys[index] = { ...rig.world.keys[index]!, ...how };
      });
      await rig.enforcement.catchUp();
    };
    await change('turned', { subscriptionId: 'sub_turner' });
    const endMs = performance.now() + 60_000;
    await change('turner', { expiresAt: Temporal.Now.instant().add({ seconds: 60 }) });
    let calls = 0;
    for (; performance.now() < endMs - 500; calls += 2) {
      const both = [(await ask(old)).status, (await ask(next)).status];
      assert.deepEqual(both, [200, 200]);
      await sleep(250);
    }
    await sleep(Math.max(0, endMs + 1000 - performance.now()));
    assert.deepEqual([(await ask(old)).status, (await ask(next)).status], [401, 200]);
    const counted = rig.journal().complete.filter((one) => one.subscriptionId === 'sub_turner');
    assert.equal(counted.length, calls + 1, 'the usage of both is of one subscription');
  });

  test('D53 an upstream that closes idle connections after a second, asked once a second', async () => {
    rig.upstream.idleMs = 1000;
    const statuses: number[] = [];
    for (let i = 0; i < 100; i += 1) {
      statuses.push((await ask(rig.keys.pro!, 'GET', `/items/${i}`)).status);
      await sleep(1000);
    }
    for (let i = 0; i < 100; i += 1) {
      await ask(rig.keys.pro!, 'POST', `/items?n=${i}`, 'Content-Length: 1\r\n', 'x');
      await sleep(1000);
    }
    rig.upstream.idleMs = 0;
    assert.deepEqual([...new Set(statuses)], [200]);
    const posts = rig.upstream.requests.filter((one) => one.method === 'POST').map((one) => one.target);
    assert.equal(new Set(posts).size, posts.length);
  });
});
