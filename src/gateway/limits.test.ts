import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { parseList } from 'structured-headers';
import { quotaUseOf } from '#enforcement';
import { QUOTA_KINDS } from '#enforcement/admission';
import { createKeyText } from '#subscriptions';
import { requestText, send } from './test-client.ts';
import { eventually, key, type Rig, startRig, subscription } from './test-rig.ts';

let rig: Rig;
before(async () => {
  // Three hundred calls at once take their time where cores are few.
  rig = await startRig({ limits: { upstreamHeadersMs: 10_000 } });
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

const call = async (key: string, path = '/items', method = 'GET') => {
  const bytes = requestText(method, `/acme/items${path}`, key, 'Content-Length: 0\r\n');
  return (await send(rig.gateway.port, bytes)).responses[0]!;
};
const parallel = (count: number, text: string, path = '/items') =>
  Promise.all(Array.from({ length: count }, () => call(text, path)));
/** How many answers had each status. */
function counted(answers: readonly { status: number }[]): Record<number, number> {
  const sums: Record<number, number> = {};
  for (const { status } of answers) sums[status] = (sums[status] ?? 0) + 1;
  return sums;
}

describe('limits on two workers', () => {
  test('a hard quota of 100 admits exactly 100 of 300 parallel calls', async () => {
    const text = await rig.addSubscription('exact', 'hundred');
    const answers = await parallel(300, text);
    assert.deepEqual(counted(answers), { 200: 100, 429: 200 });
    assert.equal(rig.upstream.requests.length, 100);
    const { complete } = rig.journal();
    assert.equal(complete.filter((one) => one.subscriptionId === 'sub_exact').length, 100);
    const denied = answers.find((one) => one.status === 429)!;
    const problem = JSON.parse(denied.body);
    assert.match(problem.type, /quota-exceeded$/);
    assert.deepEqual(problem['violated-policies'], ['month']);
    assert.match(denied.headers.ratelimit!, /^"month";r=0;t=\d+$/);
    assert.ok(Number(denied.headers['retry-after']) >= Number(/t=(\d+)/.exec(denied.headers.ratelimit!)![1]));
  });

  test('D36 the last unit goes to one of 50', async () => {
    const text = await rig.addSubscription('last', 'free');
    for (let i = 0; i < 9; i += 1) assert.equal((await call(text)).status, 200);
    assert.deepEqual(counted(await parallel(50, text)), { 200: 1, 429: 49 });
  });

  test('D37 a call that weighs more than what is left is denied and takes nothing', async () => {
    const text = await rig.addSubscription('weighted', 'free');
    for (let i = 0; i < 7; i += 1) await call(text);
    assert.equal((await call(text, '/expensive', 'POST')).status, 429);
    const rest = [await call(text), await call(text), await call(text), await call(text)];
    assert.deepEqual(
      rest.map((one) => one.status),
      [200, 200, 200, 429],
    );
  });

  test('D38 D39 a rate denial costs no quota, and the headers are lists that say so', async () => {
    const text = await rig.addSubscription('fast', 'limited');
    const answers = await parallel(20, text);
    assert.deepEqual(counted(answers), { 200: 5, 429: 15 });
    const left = Math.min(
      ...answers.map((one) => Number(/"month";r=(\d+)/.exec(one.headers.ratelimit!)![1])),
    );
    assert.equal(left, 995);
    const denied = answers.find((one) => one.status === 429)!;
    assert.match(denied.body, /rate-limited/);
    assert.deepEqual(JSON.parse(denied.body)['violated-policies'], ['10s']);
    assert.equal(denied.headers['ratelimit-policy'], '"10s";q=5;w=10, "month";q=1000;w=2592000');
    assert.match(denied.headers['retry-after']!, /^[1-9]\d*$/);
  });

  test('D41 past a soft quota calls are admitted up to the cap, marked as overage', async () => {
    const text = await rig.addSubscription('over', 'soft');
    const answers = [await call(text), await call(text), await call(text), await call(text)];
    assert.deepEqual(
      answers.map((one) => one.status),
      [200, 200, 200, 429],
    );
    assert.equal(answers[0]!.headers['x-turnpike-overage'], undefined);
    assert.equal(answers[1]!.headers['x-turnpike-overage'], '1');
    assert.match(answers[1]!.headers.ratelimit!, /"month";r=0;/);
    const records = rig.journal().complete.filter((one) => one.subscriptionId === 'sub_over');
    assert.deepEqual(records.map((one) => one.overageUnits).sort(), ['0', '1', '1']);
  });

  test('D43 concurrent calls are limited, and places of aborted ones come back', async () => {
    const text = await rig.addSubscription('wide', 'narrow');
    const answers = await parallel(4, text, '/x/sleep500');
    assert.deepEqual(counted(answers), { 200: 3, 429: 1 });
    assert.deepEqual(JSON.parse(answers.find((one) => one.status === 429)!.body)['violated-policies'], [
      'concurrent',
    ]);
    const bytes = `GET /acme/items/x/hang HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${text}\r\n\r\n`;
    await Promise.all(Array.from({ length: 3 }, () => send(rig.gateway.port, bytes, { timeoutMs: 200 })));
    await eventually(async () => (await call(text)).status === 200);
  });

  test('several quotas and the windows that a plan has for a route are all kept, and all told', async () => {
    const text = await rig.addSubscription('layers', 'layered');
    const first = await call(text, '/items/7');
    assert.equal(
      first.headers['ratelimit-policy'],
      '"route-3600s";q=2;w=3600, "day";q=4;w=86400, "month-anniversary";q=9;w=2592000',
    );
    assert.match(
      first.headers.ratelimit!,
      /^"route-3600s";r=1;t=\d+, "day";r=3;t=\d+, "month-anniversary";r=8;t=\d+$/,
    );
    assert.deepEqual(counted(await parallel(3, text, '/items/7')), { 200: 1, 429: 2 });
    const answers = await parallel(20, text);
    assert.deepEqual(counted(answers), { 200: 2, 429: 18 });
    const denied = JSON.parse(answers.find((one) => one.status === 429)!.body);
    assert.deepEqual(denied['violated-policies'], ['day']);
    const [record] = rig.journal().complete.filter((one) => one.subscriptionId === 'sub_layers');
    assert.deepEqual(
      record!.quotas.map(({ kind }) => QUOTA_KINDS[kind]),
      ['day', 'month-anniversary'],
    );
  });

  test('D39 the headers of every answer are lists of RFC 9651 that agree with each other', async () => {
    const text = await rig.addSubscription('lists', 'layered');
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push(await call(text, '/queue/ok'));
    const named = (header: string) =>
      new Map(parseList(header).map(([name, parameters]) => [name as unknown, parameters]));
    const policies = answers.map(({ headers }) => headers['ratelimit-policy']!);
    assert.equal(new Set(policies).size, 1, 'the policy text is constant');
    const left = answers.map(({ headers }) => named(headers.ratelimit!));
    for (const items of left) assert.deepEqual([...items.keys()], [...named(policies[0]!).keys()]);
    const days = left.map((items) => items.get('day')!.get('r'));
    assert.deepEqual(days, [3, 2, 1, 0, 0, 0], 'strictly decreasing until there is none');
    for (const [index, { status, headers, body }] of answers.entries()) {
      assert.equal(status, index < 4 ? 200 : 429);
      if (status === 200) continue;
      const retrySeconds = Number(headers['retry-after']);
      assert.ok(Number.isInteger(retrySeconds) && retrySeconds >= 1);
      for (const name of JSON.parse(body)['violated-policies'])
        assert.ok(retrySeconds >= (left[index]!.get(name)!.get('t') as number), name);
    }
  });

  test('D43 places on a route are limited apart, and come back when their clients leave', async () => {
    const text = await rig.addSubscription('queue', 'pro');
    const answers = await parallel(4, text, '/queue/sleep500');
    assert.deepEqual(counted(answers), { 200: 2, 429: 2 });
    const problem = JSON.parse(answers.find((one) => one.status === 429)!.body);
    assert.deepEqual(problem['violated-policies'], ['route-concurrent']);
    assert.equal((await call(text)).status, 200, 'other routes have room');
    const bytes = `GET /acme/items/queue/hang HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${text}\r\n\r\n`;
    await Promise.all(Array.from({ length: 2 }, () => send(rig.gateway.port, bytes, { timeoutMs: 200 })));
    await eventually(async () => (await call(text, '/queue/ok')).status === 200);
  });

  test('refusals are told by key, route and policy, counted once each, and so is the beginning of overage', async () => {
    const fast = await rig.addSubscription('counted', 'limited');
    const soft = await rig.addSubscription('beyond', 'soft');
    await parallel(20, fast);
    for (let i = 0; i < 5; i += 1) await call(soft);
    const told = (subscription: string) => {
      const sums: Record<string, number> = {};
      for (const { subscriptionId, keyId, routeId, kind, policy, hits } of rig.limitHits) {
        if (subscriptionId !== subscription) continue;
        const name = `${keyId} ${routeId} ${kind} ${policy}`;
        sums[name] = (sums[name] ?? 0) + hits;
      }
      return sums;
    };
    await eventually(() => told('sub_counted')['key_counted rte_list rate 10s'] === 15);
    await eventually(() => told('sub_beyond')['key_beyond rte_list quota month'] === 2);
    assert.deepEqual(told('sub_beyond'), {
      'key_beyond rte_list overage month': 1,
      'key_beyond rte_list quota month': 2,
    });
  });

  test('units of test keys are counted apart from live ones', async () => {
    const live = await rig.addSubscription('both', 'free');
    assert.deepEqual(counted(await parallel(11, live)), { 200: 10, 429: 1 });
    const text = createKeyText('test');
    await rig.change('key', 'key_both_test', () => {
      const entry = { ...key('both_test', text), subscriptionId: 'sub_both', environment: 'test' as const };
      rig.world.keys.push(entry);
    });
    await rig.enforcement.catchUp();
    assert.deepEqual(counted(await parallel(11, text)), { 200: 10, 429: 1 });
  });

  test('D44 refusals and faults of ours leave the quota as it was', async () => {
    await rig.setUpstream({ timeouts: { connect_ms: null, headers_ms: 500, idle_ms: null } });
    const text = await rig.addSubscription('thrifty', 'free');
    const answers = [
      await call(text, '/gold'),
      await call(text, '/nowhere'),
      await call(text, '/items', 'DELETE'),
      await call(text, '/x/reset'),
      await call(text, '/x/status099'),
      await call(text, '/x/hang'),
    ];
    assert.deepEqual(
      answers.map((one) => one.status),
      [403, 404, 405, 502, 502, 504],
    );
    await rig.setUpstream({});
    assert.match((await call(text)).headers.ratelimit!, /"month";r=9;/);
    assert.equal(rig.journal().complete.filter((one) => one.subscriptionId === 'sub_thrifty').length, 1);
  });

  test('a call that was in flight at a change of plan and got no answer is in no quota of the new plan either', async () => {
    await rig.setUpstream({ timeouts: { connect_ms: null, headers_ms: 1500, idle_ms: null } });
    const text = await rig.addSubscription('mover', 'daily');
    const used = () => quotaUseOf(rig.enforcement)('org_mover', 0).map((one) => one.used);
    const hanging = call(text, '/x/hang');
    await eventually(() => used()[0] === 1);
    await rig.change('subscription', 'sub_mover', () => {
      const at = rig.world.subscriptions.findIndex((one) => one.id === 'sub_mover');
      rig.world.subscriptions[at] = subscription('mover', 'free');
    });
    await rig.enforcement.catchUp();
    assert.deepEqual(used(), [1], 'the month has what the day has counted');
    assert.equal((await hanging).status, 504);
    await eventually(() => used()[0] === 0);
    await rig.setUpstream({});
    assert.match((await call(text)).headers.ratelimit!, /"month";r=9;/);
  });
});
