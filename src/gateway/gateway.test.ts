import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { requestText, send } from './test-client.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

let rig: Rig;
before(async () => {
  rig = await startRig();
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

const get = (path: string, keyName: string | null, more = '') =>
  `GET /acme/items${path} HTTP/1.1\r\nHost: api.test\r\n${
    keyName === null ? '' : `Authorization: Bearer ${rig.keys[keyName]}\r\n`
  }${more}\r\n`;

async function ask(path: string, keyName: string | null, more = '') {
  const { responses } = await send(rig.gateway.port, get(path, keyName, more));
  assert.equal(responses.length, 1);
  return responses[0]!;
}

describe('the way of a call', () => {
  test('an admitted call reaches the upstream and is in the journal before its response ends', async () => {
    const before = rig.journal().complete.length;
    const response = await ask('/items?q=1', 'pro');
    const { complete } = rig.journal();
    assert.equal(response.status, 200);
    assert.equal(response.body, 'echo:');
    assert.equal(complete.length, before + 1);
    const record = complete.find((one) => one.id === response.headers['x-turnpike-request-id'])!;
    assert.equal(record.subscriptionId, 'sub_pro');
    assert.equal(record.organizationId, 'org_pro');
    assert.equal(record.providerId, 'org_acme');
    assert.equal(record.keyId, 'key_pro');
    assert.equal(record.routeId, 'rte_list');
    assert.equal(record.status, 200);
    assert.equal(record.units, '1');
    assert.equal(record.path, '/acme/items/items');
    assert.equal(rig.upstream.requests[0]!.target, '/v1/items?q=1');
  });

  test('a body travels up and is echoed, by length and by chunks', async () => {
    const head = `POST /acme/items/items HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${rig.keys.pro}\r\n`;
    const byLength = await send(rig.gateway.port, `${head}Content-Length: 5\r\n\r\nhello`);
    assert.equal(byLength.responses[0]!.body, 'echo:hello');
    const chunks = `${head}Transfer-Encoding: chunked\r\n\r\n1;a=b\r\nA\r\n0\r\n\r\n`;
    const chunked = await send(rig.gateway.port, chunks);
    assert.equal(chunked.responses[0]!.body, 'echo:A');
    assert.ok(!rig.upstream.bytes().includes(';a=b'));
  });

  test('every byte travels both ways as it is, in small answers and in large ones', async () => {
    const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
    for (const body of [bytes, bytes.repeat(63), bytes.repeat(64), bytes.repeat(200)]) {
      const head = `POST /acme/items/items HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${rig.keys.pro}\r\n`;
      const { responses } = await send(
        rig.gateway.port,
        `${head}Content-Length: ${body.length}\r\n\r\n${body}`,
      );
      assert.equal(responses[0]!.body === `echo:${body}`, true, `${body.length} bytes`);
    }
  });

  test('a response without a length is started in the journal, streamed and ended there', async () => {
    const response = await ask('/x/chunked', 'pro');
    assert.equal(response.status, 200);
    assert.equal(response.body, 'hello world');
    const id = response.headers['x-turnpike-request-id'];
    const record = rig.journal().complete.find((one) => one.id === id)!;
    assert.equal(record.kind, 'end');
    assert.equal(record.responseBytes, 11);
  });

  test('a large response arrives whole', async () => {
    const response = await ask('/x/large', 'pro');
    assert.equal(response.body.length, 1_000_000);
    assert.equal(response.complete, true);
  });

  test('a failing upstream is the upstream’s answer and counts', async () => {
    const response = await ask('/x/failing', 'pro');
    assert.equal(response.status, 500);
    assert.equal(response.body, 'oops');
    const id = response.headers['x-turnpike-request-id'];
    assert.equal(rig.journal().complete.filter((one) => one.id === id).length, 1);
  });

  test('D54 HEAD, 204 and 304 keep the connection in step', async () => {
    const head = `HEAD /acme/items/items HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${rig.keys.pro}\r\n\r\n`;
    const { responses } = await send(rig.gateway.port, head, { head: true });
    assert.equal(responses[0]!.status, 200);
    assert.equal(responses[0]!.headers['content-length'], '5');
    const pair = get('/x/notmodified', 'pro') + get('/items', 'pro');
    const two = await send(rig.gateway.port, pair, { responses: 2 });
    assert.deepEqual(
      two.responses.map((one) => one.status),
      [304, 200],
    );
    const after204 = await send(rig.gateway.port, get('/x/nocontent', 'pro') + get('/items', 'pro'), {
      responses: 2,
    });
    assert.deepEqual(
      after204.responses.map((one) => one.status),
      [204, 200],
    );
    assert.equal(after204.responses[1]!.body, 'echo:');
  });

  test('D12 two tenants on one connection are told apart', async () => {
    const free = await rig.addSubscription('tenant', 'free');
    const second = requestText('GET', '/acme/items/items', free);
    const { responses } = await send(rig.gateway.port, get('/items', 'pro') + second, { responses: 2 });
    assert.deepEqual(
      responses.map((one) => one.status),
      [200, 200],
    );
    const consumers = rig.upstream.requests.map((one) => one.headers.get('x-turnpike-consumer-id')!.join());
    assert.deepEqual(consumers.sort(), ['org_pro', 'org_tenant']);
    const ids = responses.map((one) => one.headers['x-turnpike-request-id']);
    const { complete } = rig.journal();
    const billed = ids.map((id) => complete.filter((one) => one.id === id));
    assert.deepEqual(
      billed.map((records) => records.map((one) => [one.subscriptionId, one.units])),
      [[['sub_pro', '1']], [['sub_tenant', '1']]],
    );
  });
});

describe('the order of checks', () => {
  const refusals: [string, string, string | null, number, string][] = [
    ['no key', '/items', null, 401, 'key-missing'],
    ['a revoked key says so', '/items', 'revoked', 401, 'key-revoked'],
    ['an expired key says so', '/items', 'expired', 401, 'key-expired'],
    ['a key of another product', '/items', 'elsewhere', 403, 'key-of-another-product'],
    ['another product comes before the route', '/nowhere', 'elsewhere', 403, 'key-of-another-product'],
    ['the state comes before the route', '/nowhere', 'overdue', 402, 'payment-overdue'],
    ['an unknown route', '/nowhere', 'pro', 404, 'route-not-found'],
    ['a plan that is too low', '/gold', 'free', 403, 'plan-forbidden'],
  ];
  for (const [name, path, keyName, status, type] of refusals) {
    test(`${name}: ${status} ${type}`, async () => {
      const response = await ask(path, keyName);
      const problem = JSON.parse(response.body);
      assert.equal(response.status, status);
      assert.equal(response.headers['content-type'], 'application/problem+json');
      assert.equal(problem.type, `https://turnpike.dev/problems/${type}`);
      assert.equal(problem.status, status);
      assert.equal(problem.request_id, response.headers['x-turnpike-request-id']);
      assert.equal(problem.instance, `urn:request:${problem.request_id}`);
      assert.equal(response.headers.ratelimit, undefined);
      assert.equal(rig.upstream.requests.length, 0);
    });
  }

  test('a key with a wrong checksum is 401 with a challenge', async () => {
    const good = rig.keys.pro!;
    const wrong = `${good.slice(0, -1)}${good.endsWith('a') ? 'b' : 'a'}`;
    const response = await ask('/items', null, `Authorization: Bearer ${wrong}\r\n`);
    assert.equal(response.status, 401);
    assert.match(response.headers['www-authenticate']!, /^Bearer/);
  });

  test('a method that the path does not know is 405 with Allow', async () => {
    const bytes = `DELETE /acme/items/items HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${rig.keys.pro}\r\n\r\n`;
    const { responses } = await send(rig.gateway.port, bytes);
    assert.equal(responses[0]!.status, 405);
    assert.equal(responses[0]!.headers.allow, 'GET, HEAD, POST');
    assert.equal(rig.upstream.requests.length, 0);
  });

  test('an address without a product is 404', async () => {
    const bytes = `GET /nobody/nothing HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${rig.keys.pro}\r\n\r\n`;
    const { responses } = await send(rig.gateway.port, bytes);
    assert.equal(responses[0]!.status, 404);
    assert.match(responses[0]!.body, /product-not-found/);
  });

  test('a CORS preflight is answered without a key', async () => {
    const bytes =
      'OPTIONS /acme/items/items HTTP/1.1\r\nHost: api.test\r\nOrigin: https://app.test\r\n' +
      'Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n\r\n';
    const { responses } = await send(rig.gateway.port, bytes);
    assert.equal(responses[0]!.status, 204);
    assert.equal(responses[0]!.headers['access-control-allow-methods'], 'GET, HEAD, POST');
    assert.equal(responses[0]!.headers['access-control-allow-headers'], 'authorization');
    assert.equal(rig.upstream.requests.length, 0);
  });

  test('refusals of HEAD have no body', async () => {
    const bytes = 'HEAD /acme/items/items HTTP/1.1\r\nHost: api.test\r\n\r\n';
    const { responses, raw } = await send(rig.gateway.port, bytes, { head: true });
    assert.equal(responses[0]!.status, 401);
    assert.ok(raw.endsWith('\r\n\r\n'));
  });

  test('test keys are admitted, marked and metered apart', async () => {
    const response = await ask('/items', 'test');
    const id = response.headers['x-turnpike-request-id'];
    const record = rig.journal().complete.find((one) => one.id === id)!;
    assert.equal(response.status, 200);
    assert.equal(record.environment, 'test');
    assert.equal(rig.upstream.requests[0]!.headers.get('x-turnpike-environment')![0], 'test');
  });
});

describe('news from the stores', () => {
  test('a key that another process revokes is refused without being told to look', async () => {
    const text = await rig.addSubscription('leaver', 'pro');
    const use = `GET /acme/items/items HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${text}\r\n\r\n`;
    assert.equal((await send(rig.gateway.port, use)).responses[0]!.status, 200);
    await rig.change('key', 'key_leaver', () => {
      const index = rig.world.keys.findIndex((one) => one.keyId === 'key_leaver');
      rig.world.keys[index] = { ...rig.world.keys[index]!, state: 'revoked' };
    });
    await eventually(async () => (await send(rig.gateway.port, use)).responses[0]!.status === 401);
  });

  test('an upgrade holds at once and keeps the units that were used', async () => {
    const text = await rig.addSubscription('climber', 'free');
    const use = `GET /acme/items/items HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${text}\r\n\r\n`;
    const used = await Promise.all(Array.from({ length: 12 }, () => send(rig.gateway.port, use)));
    assert.equal(used.filter((one) => one.responses[0]!.status === 200).length, 10);
    await rig.change('subscription', 'sub_climber', () => {
      const index = rig.world.subscriptions.findIndex((one) => one.id === 'sub_climber');
      rig.world.subscriptions[index] = { ...rig.world.subscriptions[index]!, planVersionId: 'plv_hundred' };
    });
    await rig.enforcement.catchUp();
    const next = (await send(rig.gateway.port, use)).responses[0]!;
    assert.equal(next.status, 200);
    assert.match(next.headers.ratelimit!, /"month";r=89;/);
  });

  test('a new version of the catalog reaches every worker', async () => {
    await rig.change('catalog', 'prd_items', () => {
      rig.world.products[0] = {
        ...rig.world.products[0]!,
        routes: [
          ...rig.world.products[0]!.routes,
          { ...rig.world.products[0]!.routes[0]!, id: 'rte_new', template: '/new' },
        ],
      };
    });
    await rig.enforcement.catchUp();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/new', 'pro')));
    assert.deepEqual([...new Set(answers.map((one) => one.status))], [200]);
  });
});
