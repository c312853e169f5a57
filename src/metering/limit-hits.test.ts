import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { silentLog, type UsageDb } from '#kernel';
import { type LimitHitCount, LimitHitLog } from './limit-hit-log.ts';
import { openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
before(async () => {
  server = await openTestServer();
});
after(() => server.close());

function hit(keyId: string, hits: number, more: Partial<LimitHitCount> = {}): LimitHitCount {
  return {
    organizationId: server.idOf('shop'),
    providerId: server.idOf('acme'),
    productId: 'prd_1',
    subscriptionId: 'sub_1',
    keyId,
    routeId: 'rte_1',
    environment: 'live',
    kind: 'rate',
    policy: '10s',
    hits,
    ...more,
  };
}

const logTo = (usageDb: UsageDb) => new LimitHitLog({ usageDb, clock: server.clock, log: silentLog });
const list = async (caller: 'shop' | 'acme' | 'rival', query = '') => {
  const answer = await server.request(caller, 'GET', `/usage/limit-hits${query}`);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
};
type Listed = { key_id: string; policy: string; kind: string; hits: number };
const brief = ({ data }: { data: Listed[] }) =>
  data.map((one) => `${one.key_id} ${one.policy} ${one.kind} ${one.hits}`);

test('hits are added up by minute and listed for both sides, and for nobody else', async () => {
  const hits = logTo(server.usageDb);
  hits.add([hit('key_a', 3), hit('key_b', 1, { kind: 'quota', policy: 'month' })], 0);
  hits.add([hit('key_a', 4)], 0);
  await hits.flush();
  hits.add([hit('key_a', 5)], 0);
  await hits.flush();
  server.clock.advance({ minutes: 1 });
  hits.add([hit('key_a', 1, { environment: 'test' })], 0);
  await hits.flush();
  server.clock.advance({ minutes: 1 });
  const expected = ['key_a 10s rate 1', 'key_b month quota 1', 'key_a 10s rate 12'];
  assert.deepEqual(brief(await list('shop')), expected);
  assert.deepEqual(brief(await list('acme', '?as=provider')), expected);
  assert.deepEqual((await list('acme')).data, []);
  assert.deepEqual((await list('rival', '?as=provider')).data, []);
});

test('they are narrowed by what they are of, and read page by page', async () => {
  assert.deepEqual(brief(await list('shop', '?policy=month')), ['key_b month quota 1']);
  assert.deepEqual(brief(await list('shop', '?kind=rate&environment=live')), ['key_a 10s rate 12']);
  assert.deepEqual(brief(await list('shop', '?key_id=key_b&route_id=rte_1&subscription_id=sub_1')).length, 1);
  assert.deepEqual(brief(await list('shop', '?product_id=prd_2')), []);
  assert.deepEqual(brief(await list('shop', '?from=2026-11-03T12:01:00Z')), ['key_a 10s rate 1']);
  const read: string[] = [];
  for (let cursor = ''; ; ) {
    const page = await list('shop', `?limit=1${cursor}`);
    read.push(...brief(page));
    if (page.next_cursor === null) break;
    cursor = `&cursor=${page.next_cursor}`;
  }
  assert.deepEqual(read, brief(await list('shop')));
});

test('and summed up by limit, the most first', async () => {
  const url = '/usage/limit-hits/totals';
  const { data } = await server.ok('shop', 'GET', `${url}?environment=live`);
  assert.deepEqual(
    data.map(({ policy, kind, hits, last_minute }: Record<string, unknown>) => [
      ...[policy, kind, hits, String(last_minute).slice(11, 16)],
    ]),
    [
      ['10s', 'rate', 12, '12:00'],
      ['month', 'quota', 1, '12:00'],
    ],
  );
  assert.deepEqual((await server.ok('rival', 'GET', url)).data, []);
  assert.deepEqual((await server.ok('shop', 'GET', `${url}?from=2026-11-03T12:01:30Z`)).data, []);
});

test('an insertion whose answer was lost counts once, and what came meanwhile is not lost', async () => {
  let failures = 1;
  const flaky: UsageDb = {
    ...server.usageDb,
    async insertText(...rows) {
      await server.usageDb.insertText(...rows);
      failures -= 1;
      if (failures >= 0) throw new Error('the answer was lost');
    },
  };
  const hits = logTo(flaky);
  hits.add([hit('key_c', 7)], 0);
  await assert.rejects(hits.flush(), /the answer was lost/);
  hits.add([hit('key_c', 2)], 0);
  await hits.flush();
  await hits.flush();
  server.clock.advance({ seconds: 1 });
  assert.deepEqual(brief(await list('shop', '?key_id=key_c')), ['key_c 10s rate 9']);
});

test('a flood of keys takes bounded memory while the store is away', async () => {
  const rows: number[] = [];
  const away: UsageDb = {
    ...server.usageDb,
    async insertText(_table, _columns, lines) {
      rows.push(lines.split('\n').length);
    },
  };
  const hits = logTo(away);
  for (let i = 0; i < 50; i += 1) {
    hits.add(
      Array.from({ length: 1000 }, (_, key) => hit(`key_${i}_${key}`, 1)),
      0,
    );
  }
  await hits.flush();
  await hits.flush();
  assert.deepEqual(rows, [20_000]);
});
