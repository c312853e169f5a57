import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { requestText, send } from './test-client.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

/**
 * The cases of `reference/gateway-cases.md` D01 to D31, against the bytes that reach a recording upstream.
 */
let rig: Rig;
let H: string;
let A: string;
before(async () => {
  rig = await startRig();
  H = 'Host: api.test\r\n';
  A = `Authorization: Bearer ${rig.keys.pro}\r\n`;
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

/** 400-like, one response, closed, nothing upstream, and the next good request works. */
async function assertRejected(bytes: string, statuses: readonly number[] = [400]): Promise<void> {
  const recorded = rig.journal().complete.length;
  const { responses, closed } = await send(rig.gateway.port, bytes, { untilClose: true });
  assert.equal(responses.length, 1, 'exactly one response');
  assert.ok(statuses.includes(responses[0]!.status), `status ${responses[0]!.status}`);
  assert.equal(closed, true, 'the connection is closed');
  assert.equal(rig.upstream.requests.length, 0, 'nothing reached the upstream');
  assert.equal(rig.journal().complete.length, recorded, 'nothing was counted');
  await assertAlive();
}

async function assertAlive(): Promise<void> {
  const { responses } = await send(rig.gateway.port, `GET /acme/items/items HTTP/1.1\r\n${H}${A}\r\n`);
  assert.equal(responses[0]!.status, 200);
}

const post = (lines: string, body: string) =>
  `POST /acme/items/items HTTP/1.1\r\n${H}${A}${lines}\r\n${body}`;

describe('framing and smuggling', () => {
  test('D01 a length and a transfer coding', () =>
    assertRejected(
      post(
        'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n',
        `0\r\n\r\nGET /admin/secret HTTP/1.1\r\n${H}\r\n`,
      ),
    ));
  test('D02 a repeated length', () =>
    assertRejected(post('Content-Length: 1\r\nContent-Length: 1\r\n', 'A')));
  test('D03 a signed length', () => assertRejected(post('Content-Length: +1\r\n', 'A')));
  test('D04 a space before the colon', () =>
    assertRejected(post('Transfer-Encoding : chunked\r\n', '0\r\n\r\n')));
  test('D05 a folded header', () =>
    assertRejected(`GET /acme/items/items HTTP/1.1\r\n${H}${A}X-A: 1\r\n 2\r\n\r\n`));
  test('D06 lines without CR', () =>
    assertRejected(`GET /acme/items/items HTTP/1.1\nHost: api.test\n${A.trim()}\n\n`));
  test('D07 a chunk size in hexadecimal notation with a prefix', async () => {
    const recorded = rig.journal().complete.length;
    const bytes = post('Transfer-Encoding: chunked\r\n', '0x1\r\nA\r\n0\r\n\r\n');
    const { responses, closed } = await send(rig.gateway.port, bytes, { untilClose: true });
    assert.deepEqual(
      responses.map((one) => one.status),
      [400],
    );
    assert.equal(closed, true);
    assert.ok(!rig.upstream.bytes().includes('0\r\n\r\n'), 'the upstream never saw a clean end');
    assert.equal(rig.journal().complete.length, recorded);
    await assertAlive();
  });
  test('D08 a chunk extension ends here', async () => {
    const recorded = rig.journal().complete.length;
    const { responses } = await send(
      rig.gateway.port,
      post('Transfer-Encoding: chunked\r\n', '1;a=b\r\nA\r\n0\r\n\r\n'),
    );
    assert.equal(responses[0]!.status, 200);
    assert.equal(rig.upstream.requests[0]!.body, 'A');
    assert.ok(!rig.upstream.bytes().includes(';a=b'));
    assert.equal(rig.journal().complete.length, recorded + 1);
    await assertAlive();
  });
  test('D09 stacked codings', () =>
    assertRejected(post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'), [400, 501]));
  test('D09b two coding lines', () =>
    assertRejected(post('Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), [400, 501]));
  test('D10 a transfer coding in HTTP/1.0', () =>
    assertRejected(`POST /acme/items/items HTTP/1.0\r\n${H}${A}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`));
  test('D11 more header lines than are looked at', () =>
    assertRejected(
      `POST /acme/items/items HTTP/1.1\r\n${H}${'a:b\r\n'.repeat(2400)}${A}Content-Length: 5\r\n\r\nHELLO`,
      [431],
    ));
  test('a header block of more than 16 KiB', () =>
    assertRejected(`GET /acme/items/items HTTP/1.1\r\n${H}X-Long: ${'a'.repeat(17_000)}\r\n${A}\r\n`, [431]));
});

describe('target, host, path', () => {
  const at = (target: string, more = '') => `GET ${target} HTTP/1.1\r\n${H}${A}${more}\r\n`;

  test('D13 two Host lines', () =>
    assertRejected(`GET /acme/items/items HTTP/1.1\r\n${H}Host: evil.test\r\n${A}\r\n`));
  test('D14 a Host with a path', () =>
    assertRejected(`GET /acme/items/items HTTP/1.1\r\nHost: api.test/evil\r\n${A}\r\n`));
  test('a Host with a user', () =>
    assertRejected(`GET /acme/items/items HTTP/1.1\r\nHost: u@api.test\r\n${A}\r\n`));
  test('no Host', () => assertRejected(`GET /acme/items/items HTTP/1.1\r\n${A}\r\n`));
  test('an empty Host', () => assertRejected(`GET /acme/items/items HTTP/1.1\r\nHost:\r\n${A}\r\n`));
  test('D15 a version that is not HTTP/1', () =>
    assertRejected(`GET /acme/items/items HTTP/2.0\r\n${H}${A}\r\n`, [400, 505]));
  test('D16 the authority of an absolute target outranks Host', async () => {
    const bytes = `GET http://api.test/acme/items/items HTTP/1.1\r\nHost: evil.test\r\n${A}\r\n`;
    const { responses } = await send(rig.gateway.port, bytes);
    assert.equal(responses[0]!.status, 200);
    assert.deepEqual(rig.upstream.requests[0]!.headers.get('x-forwarded-host'), ['api.test']);
  });
  const rejectedTarget = async (target: string) => {
    await assertRejected(at(target), [400, 404]);
    assert.ok(!rig.upstream.bytes().includes('/admin'));
  };
  test('D17 dot segments', () => rejectedTarget('/acme/items/items/../../admin/secret'));
  test('D18 encoded dot segments', async () => {
    await rejectedTarget('/acme/items/items/%2e%2e/%2e%2e/admin/secret');
    rig.upstream.forget();
    await rejectedTarget('/acme/items/items/.%2E/');
  });
  test('D20 a broken escape', () => assertRejected(at('/acme/items/items/%zz')));
  for (const target of [
    '/acme/items/items/..%2f..%2fadmin/secret',
    '/acme/items/items/..;a=b/admin',
    '/acme/items/./items',
    '/acme/items/items/%00',
    '/acme/items/items/%c0%ae',
    '/acme/items/items\\x',
    '/acme/items/items#frag',
    '//evil.test/x',
  ]) {
    test(`${target} is refused`, async () => {
      await assertRejected(at(target));
      assert.ok(!rig.upstream.bytes().includes('/admin'));
    });
  }
  test('D19 an encoded slash stays within its segment, byte for byte', async () => {
    const { responses } = await send(rig.gateway.port, at('/acme/items/items/a%2Fb'));
    assert.equal(responses[0]!.status, 200);
    assert.equal(rig.upstream.requests[0]!.target, '/v1/items/a%2Fb');
    const id = responses[0]!.headers['x-turnpike-request-id'];
    assert.deepEqual(
      rig.journal().complete.flatMap((one) => (one.id === id ? [one.routeId, one.units] : [])),
      ['rte_one', '1'],
    );
  });
  test('what is escaped twice is decoded once and goes on as it came', async () => {
    const { responses } = await send(rig.gateway.port, at('/acme/items/items/%252e%252e'));
    assert.equal(responses[0]!.status, 200);
    assert.equal(rig.upstream.requests[0]!.target, '/v1/items/%252e%252e');
  });
  test('a template of its own carries the original bytes of its parameters', async () => {
    await send(rig.gateway.port, at('/acme/items/old/a%2Fb?q=%20'));
    assert.equal(rig.upstream.requests[0]!.target, '/v1/new/a%2Fb/it?q=%20');
  });
  test('D21 OPTIONS * and CONNECT are answered here', async () => {
    const options = await send(rig.gateway.port, `OPTIONS * HTTP/1.1\r\n${H}\r\n`);
    assert.equal(options.responses[0]!.status, 204);
    const connected = await send(rig.gateway.port, `CONNECT evil.test:443 HTTP/1.1\r\n${H}\r\n`, {
      untilClose: true,
    });
    assert.equal(connected.responses[0]!.status, 405);
    assert.equal(connected.closed, true);
    assert.equal(rig.upstream.requests.length, 0);
  });
});

describe('header trust', () => {
  const ask = (lines: string) =>
    send(rig.gateway.port, `GET /acme/items/items HTTP/1.1\r\n${H}${A}${lines}\r\n`);
  const upstreamHeader = (name: string) => rig.upstream.requests[0]!.headers.get(name);

  test('D23 forged identity is replaced by ours, in every spelling', async () => {
    await ask(
      'X-Turnpike-Consumer-Id: victim\r\nx-turnpike-plan: gold\r\n' +
        'X_Turnpike_Consumer_Id: victim\r\nX-Turnpike-Proxy-Secret: x\r\n',
    );
    assert.deepEqual(upstreamHeader('x-turnpike-consumer-id'), ['org_pro']);
    assert.deepEqual(upstreamHeader('x-turnpike-plan'), ['pro']);
    assert.deepEqual(upstreamHeader('x-turnpike-subscription-id'), ['sub_pro']);
    assert.equal(upstreamHeader('x_turnpike_consumer_id'), undefined);
    assert.equal(upstreamHeader('x-turnpike-proxy-secret'), undefined);
  });
  test('D24 Connection cannot name our headers away', async () => {
    await ask('Connection: keep-alive, X-Turnpike-Consumer-Id, X-Turnpike-Plan\r\n');
    assert.deepEqual(upstreamHeader('x-turnpike-consumer-id'), ['org_pro']);
    assert.deepEqual(upstreamHeader('x-turnpike-plan'), ['pro']);
    assert.deepEqual(upstreamHeader('connection'), ['keep-alive']);
  });
  test('D25 forwarded addresses of strangers are not believed', async () => {
    await ask(
      'X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Prefix: /x\r\n' +
        'Forwarded: for=1.2.3.4\r\nX-Real-IP: 1.2.3.4\r\n',
    );
    assert.deepEqual(upstreamHeader('x-forwarded-for'), ['127.0.0.1']);
    for (const name of ['x-forwarded-prefix', 'forwarded', 'x-real-ip'])
      assert.equal(upstreamHeader(name), undefined);
  });
  test('D26 hop-by-hop headers end here', async () => {
    await ask(
      'Connection: X-Foo\r\nX-Foo: 1\r\nKeep-Alive: timeout=5\r\nProxy-Authorization: Basic eA==\r\n' +
        'Proxy-Connection: keep-alive\r\nTE: gzip, trailers\r\n',
    );
    for (const name of ['x-foo', 'keep-alive', 'proxy-authorization', 'proxy-connection']) {
      assert.equal(upstreamHeader(name), undefined, name);
    }
    assert.deepEqual(upstreamHeader('te'), ['trailers']);
  });
  test('an upgrade is served as the plain request that it also is', async () => {
    const { responses } = await ask('Connection: Upgrade\r\nUpgrade: websocket\r\n');
    assert.equal(responses[0]!.status, 200);
    assert.equal(upstreamHeader('upgrade'), undefined);
  });
  test('D27 what the upstream says of limits, connections and ours stays here', async () => {
    const bytes = requestText('GET', '/acme/items/x/hygiene', rig.keys.hundred!);
    const { responses } = await send(rig.gateway.port, bytes);
    const { headers } = responses[0]!;
    assert.match(headers.ratelimit!, /^"month";r=\d+;t=\d+$/);
    assert.equal(headers['x-kept'], 'yes');
    for (const name of ['x-ratelimit-remaining', 'x-foo', 'x-turnpike-internal'])
      assert.equal(headers[name], undefined);
  });
  test('D68 a state that is longer than it may be is dropped, the trace goes on', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    await ask(`traceparent: 00-${trace}-00f067aa0ba902b7-00\r\ntracestate: a=${'x'.repeat(511)}\r\n`);
    assert.match(upstreamHeader('traceparent')![0]!, new RegExp(`^00-${trace}-[0-9a-f]{16}-00$`));
    assert.equal(upstreamHeader('tracestate'), undefined);
  });
  test('D68 a usable request id is passed on both ways, any other is replaced by ours', async () => {
    const { responses } = await ask('X-Request-Id: Their.own_1-2\r\n');
    assert.deepEqual(upstreamHeader('x-request-id'), ['Their.own_1-2']);
    assert.equal(responses[0]!.headers['x-request-id'], 'Their.own_1-2');
    for (const odd of ['with blank', 'x'.repeat(129), '<script>', 'é']) {
      rig.upstream.forget();
      await ask(`X-Request-Id: ${odd}\r\n`);
      assert.deepEqual(upstreamHeader('x-request-id'), upstreamHeader('x-turnpike-request-id'));
    }
  });
  test('D68 a valid trace goes on, a broken one starts anew without its state', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    await ask(`traceparent: 00-${trace}-00f067aa0ba902b7-01\r\ntracestate: a=1\r\n`);
    const [kept] = upstreamHeader('traceparent')!;
    assert.match(kept!, new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
    assert.deepEqual(upstreamHeader('tracestate'), ['a=1']);
    for (const broken of [
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
      `00-${trace}-00f067aa0ba902b-01`,
      `00-${trace}-${'0'.repeat(16)}-01`,
      `ff-${trace}-00f067aa0ba902b7-01`,
    ]) {
      rig.upstream.forget();
      await ask(`traceparent: ${broken}\r\ntracestate: a=1\r\n`);
      assert.match(upstreamHeader('traceparent')![0]!, /^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      assert.ok(!upstreamHeader('traceparent')![0]!.includes(trace));
      assert.equal(upstreamHeader('tracestate'), undefined);
    }
  });
});

describe('where the key is', () => {
  const ask = (lines: string) => send(rig.gateway.port, `GET /acme/items/items HTTP/1.1\r\n${H}${lines}\r\n`);

  test('D29 two Authorization lines are ambiguous', async () => {
    const { responses } = await ask(`Authorization: Bearer ${rig.keys.free}\r\n${A}`);
    assert.equal(responses[0]!.status, 401);
    assert.match(responses[0]!.body, /key-ambiguous/);
    assert.equal(rig.upstream.requests.length, 0);
  });
  test('D30 two different keys are ambiguous, the same key twice is one', async () => {
    const { responses } = await ask(`${A}X-Api-Key: ${rig.keys.free}\r\n`);
    assert.match(responses[0]!.body, /key-ambiguous/);
    const same = await ask(`${A}X-Api-Key: ${rig.keys.pro}\r\n`);
    assert.equal(same.responses[0]!.status, 200);
    assert.ok(!rig.upstream.bytes().includes(rig.keys.pro!));
  });
  test('D34 a thousand keys with a wrong last character are 401 each, and none is looked up', async () => {
    const good = rig.keys.pro!;
    const wrong = `${good.slice(0, -1)}${good.endsWith('a') ? 'b' : 'a'}`;
    const lookups = rig.gateway.metrics().keyLookups;
    const one = `GET /acme/items/items HTTP/1.1\r\n${H}Authorization: Bearer ${wrong}\r\n\r\n`;
    for (let i = 0; i < 10; i += 1) {
      const { responses } = await send(rig.gateway.port, one.repeat(100), { responses: 100 });
      assert.deepEqual([...new Set(responses.map(({ status }) => status)), responses.length], [401, 100]);
    }
    assert.equal(rig.upstream.requests.length, 0);
    assert.equal((await ask(A)).responses[0]!.status, 200);
    await eventually(() => rig.gateway.metrics().keyLookups > lookups);
    assert.ok(rig.gateway.metrics().keyLookups < lookups + 100, 'those of tests before, and the good key');
  });
  test('D31 a key in the query is none', async () => {
    const bytes = `GET /acme/items/items?api_key=${rig.keys.pro}&q=1 HTTP/1.1\r\n${H}\r\n`;
    const { responses } = await send(rig.gateway.port, bytes);
    assert.equal(responses[0]!.status, 401);
    assert.equal(rig.upstream.requests.length, 0);
  });
  test('an Authorization that is the upstream’s own passes beside X-Api-Key', async () => {
    const { responses } = await ask(`Authorization: Basic dTpw\r\nX-Api-Key: ${rig.keys.pro}\r\n`);
    assert.equal(responses[0]!.status, 200);
    assert.deepEqual(rig.upstream.requests[0]!.headers.get('authorization'), ['Basic dTpw']);
    assert.equal(rig.upstream.requests[0]!.headers.get('x-api-key'), undefined);
  });
});
