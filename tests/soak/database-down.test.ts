import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { billedEvents, operatorOf, shippedUntil } from '../flow/billed.ts';
import { Client, eventually } from '../flow/client.ts';
import { Instance } from '../flow/instance.ts';
import { Load } from '../flow/load.ts';
import { descendants } from '../flow/process-tree.ts';
import { openShop, type Shop } from '../flow/shop.ts';
import { startUpstream, type Upstream } from '../flow/upstream.ts';

const linux = { skip: existsSync('/proc/self/stat') ? false : 'finds processes in /proc' };
const instance = new Instance({ environment: { GATEWAY_WORKERS: '2' } });
let upstream: Upstream;
let client: Client;
let shop: Shop;

before(async () => {
  upstream = await startUpstream();
  client = new Client((await instance.start()).portal_url);
  shop = await openShop(client, {
    upstreamUrl: upstream.url,
    routes: [{ method: 'GET', template: '/plain' }],
    terms: { quotas: [{ units: 1_000_000, period: 'year' }] },
  });
});
after(async () => {
  await instance.remove();
  await upstream.stop();
});

test(
  'D65 a database that says nothing for 60 s at 200 calls per second: no 5xx, nothing lost',
  linux,
  async (t) => {
    const url = `${instance.facts.gateway_url}${shop.path}/plain`;
    let first = 0;
    await eventually('the key in force', 10, async () => {
      const answer = await fetch(url, { headers: { authorization: `Bearer ${shop.key}` } });
      await answer.bytes();
      first += answer.status === 200 ? 1 : 0;
      return answer.status === 200;
    });
    const load = new Load({
      gatewayUrl: instance.facts.gateway_url,
      key: shop.key,
      connections: 16,
      callsPerSecond: 200,
      calls: [`GET ${shop.path}/plain`],
    });
    await load.start();
    await sleep(2000);
    const database = descendants(instance.facts.pid).filter((one) => /postgres/.test(one.command));
    assert.ok(database.length > 1, 'the database is running');
    for (const { pid } of database) process.kill(pid, 'SIGSTOP');
    try {
      await sleep(60_000);
    } finally {
      for (const { pid } of database) process.kill(pid, 'SIGCONT');
    }
    await sleep(2000);
    const { completed } = await load.settle();
    t.diagnostic(`${completed.size} calls were answered`);
    assert.deepEqual([...new Set(completed.values())], [200]);
    await shippedUntil(await operatorOf(instance, client), Temporal.Now.instant());
    const events = await billedEvents(instance, shop.subscriptionId);
    assert.equal(events.length, completed.size + first);
  },
);
