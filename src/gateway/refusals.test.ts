import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type RawResponse, requestText, send } from './test-client.ts';
import { type Rig, route, startRig } from './test-rig.ts';

/** What every refusal has in common, whoever makes it: D22, D28 and D67 of the gateway's cases. */
let rig: Rig;
before(async () => {
  rig = await startRig({ gatewayHosts: ['api.test'], limits: { upstreamHeadersMs: 300 } });
  await rig.change('catalog', 'prd_items', () => {
    const product = rig.world.products[0]!;
    const denied = { addresses: { allow: [], deny: ['127.0.0.0/8'] } };
    rig.world.products[0] = {
      ...product,
      routes: [
        ...product.routes,
        route('rte_denied', 'ANY', '/denied', { traffic: denied }),
        route('rte_signed', 'ANY', '/signed', { traffic: { signing: 'required' } }),
      ],
    };
  });
  await rig.enforcement.catchUp();
  for (let i = 0; i < 10; i += 1) {
    await send(rig.gateway.port, requestText('GET', '/acme/items/items', rig.keys.free!));
  }
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

interface Provoked {
  readonly status: number;
  readonly path: string;
  readonly key?: string;
  readonly host?: string;
  readonly lines?: string;
  /** Only where HEAD means the same. */
  readonly method?: 'POST' | 'DELETE';
}

const provoked: readonly Provoked[] = [
  { status: 400, path: '/acme/items/items/%zz', key: 'pro' },
  { status: 401, path: '/acme/items/items' },
  { status: 401, path: '/acme/items/items', key: 'revoked' },
  { status: 401, path: '/acme/items/signed', key: 'pro' },
  { status: 402, path: '/acme/items/items', key: 'overdue' },
  { status: 403, path: '/acme/items/gold', key: 'free' },
  { status: 403, path: '/acme/items/denied', key: 'pro' },
  { status: 404, path: '/acme/items/nowhere', key: 'pro' },
  { status: 404, path: '/nobody/nothing', key: 'pro' },
  { status: 405, path: '/acme/items/items', key: 'pro', method: 'DELETE' },
  { status: 405, path: '/acme/items/expensive', key: 'pro' },
  {
    status: 413,
    path: '/acme/items/items',
    key: 'pro',
    method: 'POST',
    lines: 'Content-Length: 9999999\r\n',
  },
  { status: 421, path: '/acme/items/items', key: 'pro', host: 'evil.test' },
  { status: 429, path: '/acme/items/items', key: 'free' },
  { status: 431, path: '/acme/items/items', key: 'pro', lines: 'a: b\r\n'.repeat(120) },
  { status: 502, path: '/acme/items/x/reset', key: 'pro' },
  { status: 504, path: '/acme/items/x/hang', key: 'pro' },
  { status: 508, path: '/acme/items/items', key: 'pro', lines: `Via: ${'1.1 turnpike, '.repeat(6)}\r\n` },
];

async function provoke({ path, key, host = 'api.test', lines = '' }: Provoked, method: string, head = false) {
  const credential = key === undefined ? '' : `X-Api-Key: ${rig.keys[key]}\r\n`;
  const bytes = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n${credential}${lines}\r\n`;
  const { responses, raw } = await send(rig.gateway.port, bytes, { head });
  assert.equal(responses.length, 1, raw);
  return { answer: responses[0]!, raw };
}

function assertProblem(answer: RawResponse, status: number): void {
  const problem = JSON.parse(answer.body);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  for (const member of ['type', 'title', 'instance', 'request_id']) {
    assert.ok(typeof problem[member] === 'string' && problem[member] !== '', member);
  }
  assert.equal(problem.status, status);
  assert.equal(problem.instance, `urn:request:${problem.request_id}`);
  assert.equal(answer.headers['x-turnpike-request-id'], problem.request_id);
  for (const inner of ['127.0.0.1', String(rig.upstream.port), 'node:', '.ts', '    at ', 'ECONN']) {
    assert.ok(!answer.body.includes(inner), `${inner} in ${answer.body}`);
  }
}

describe('D67: every refusal is a problem that names itself and nothing of the inside', () => {
  for (const one of provoked) {
    const of = `${one.status} at ${one.path}${one.key ? ` with the key ${one.key}` : ''}`;
    test(`D67: ${of}`, async () => {
      const { answer } = await provoke(one, one.method ?? 'GET');
      assert.equal(answer.status, one.status);
      assertProblem(answer, one.status);
      if (one.status === 401) assert.ok(answer.headers['www-authenticate']);
      if (one.status === 429) assert.ok(Number(answer.headers['retry-after']) >= 1);
    });
    if (one.method === undefined) {
      test(`D67: ${of}, asked by HEAD, has no body`, async () => {
        const { answer, raw } = await provoke(one, 'HEAD', true);
        assert.equal(answer.status, one.status);
        assert.equal(answer.headers['content-type'], 'application/problem+json');
        assert.ok(raw.endsWith('\r\n\r\n'), raw);
      });
    }
  }
});

test('D67: 503, when usage cannot be recorded, is a problem as well', async () => {
  const full = await startRig({ workers: 1, diskReserveBytes: 2 ** 60 });
  try {
    const bytes = requestText('GET', '/acme/items/items', full.keys.pro!);
    const { responses } = await send(full.gateway.port, bytes);
    assert.equal(responses[0]!.status, 503);
    assert.ok(Number(responses[0]!.headers['retry-after']) >= 1);
    assertProblem(responses[0]!, 503);
  } finally {
    await full.stop();
  }
});

test('D22: a method that no route of the path has is 405 with those that it has, and uses nothing', async () => {
  const recorded = rig.journal().complete.length;
  const { answer } = await provoke({ status: 405, path: '/acme/items/items', key: 'hundred' }, 'DELETE');
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.allow, 'GET, HEAD, POST');
  assert.equal(rig.upstream.requests.length, 0);
  assert.equal(rig.journal().complete.length, recorded);
  const next = await provoke({ status: 200, path: '/acme/items/items', key: 'hundred' }, 'GET');
  assert.match(next.answer.headers.ratelimit!, /"month";r=99;/);
});

test('D28: without a key there is a challenge, a problem, and no word of limits', async () => {
  const { answer } = await provoke({ status: 401, path: '/acme/items/items' }, 'GET');
  assert.equal(answer.status, 401);
  assert.match(answer.headers['www-authenticate']!, /^Bearer /);
  assert.match(JSON.parse(answer.body).type, /\/key-missing$/);
  assert.equal(answer.headers.ratelimit, undefined);
  assert.equal(answer.headers['ratelimit-policy'], undefined);
  assert.equal(rig.upstream.requests.length, 0);
});
