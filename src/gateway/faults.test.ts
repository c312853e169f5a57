import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { converse, requestText, send } from './test-client.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

let rig: Rig;
before(async () => {
  rig = await startRig({ limits: { headerReadMs: 1000, clientIdleMs: 1000 } });
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

const get = (path: string, more = '') =>
  `GET /acme/items${path} HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${rig.keys.pro}\r\n${more}\r\n`;
const ask = async (path: string) =>
  (await send(rig.gateway.port, get(path), { untilClose: false })).responses[0]!;
const counted = () => rig.journal().complete.length;

describe('upstream faults', () => {
  const faults: [string, string, number, RegExp][] = [
    ['a connection that breaks', 'reset', 502, /upstream-unreachable/],
    ['D49 an upstream that hangs before its headers', 'hang', 504, /upstream-timeout/],
    ['D51 an answer with a length and a transfer coding', 'both', 502, /upstream-protocol/],
    ['D52 a status line without a status', 'nostatus', 502, /upstream-protocol/],
    ['D52 a status below 100', 'status099', 502, /upstream-protocol/],
    ['an unasked 101', 'switching', 502, /upstream-/],
  ];
  for (const [name, mode, status, type] of faults) {
    test(`${name}: ${status}, nothing is counted, and the connection is given up`, async () => {
      const before = counted();
      const response = await ask(`/x/${mode}`);
      assert.equal(response.status, status);
      await eventually(() => rig.upstream.connections() === 0);
      assert.match(response.body, type);
      assert.ok(!response.body.includes('127.0.0.1'));
      assert.equal(counted(), before);
      await eventually(() => rig.gateway.metrics().inFlight === 0);
    });
  }

  test('D52 a version of HTTP that nobody speaks is 502, or read as what it is not', async () => {
    assert.ok([200, 502].includes((await ask('/x/http2')).status));
  });

  test('D52 a reason phrase with control characters never reaches the client', async () => {
    const { raw } = await send(rig.gateway.port, get('/x/control'));
    assert.match(raw, /^HTTP\/1\.1 (200|502) /);
    assert.ok(!raw.includes('\x01'));
  });

  test('D50 a body that ends too early never looks whole', async () => {
    const before = counted();
    const { responses, closed } = await send(rig.gateway.port, get('/x/short'), { untilClose: true });
    assert.equal(closed, true);
    assert.ok(responses.every((one) => !one.complete || one.status === 502));
    assert.equal(counted(), before);
  });

  test('a stream that breaks off is interrupted in the journal and broken for the client', async () => {
    const { responses, closed } = await send(rig.gateway.port, get('/x/brokenstream'), { untilClose: true });
    assert.equal(closed, true);
    assert.equal(responses[0]!.complete, false);
    const id = responses[0]!.headers['x-turnpike-request-id'];
    await eventually(() => rig.journal().complete.some((one) => one.id === id && one.interrupted));
  });

  test('D53 GET survives an upstream that closes idle connections; POST is never sent twice', async () => {
    rig.upstream.idleMs = 30;
    const statuses: number[] = [];
    const seen: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      statuses.push((await ask(`/items/${i}`)).status);
      const post = requestText(
        'POST',
        `/acme/items/items?n=${i}`,
        rig.keys.pro!,
        'Content-Length: 1\r\n',
        'x',
      );
      await send(rig.gateway.port, post);
      await sleep(30);
    }
    rig.upstream.idleMs = 0;
    assert.deepEqual([...new Set(statuses)], [200]);
    for (const { method, target } of rig.upstream.requests) if (method === 'POST') seen.push(target);
    assert.equal(new Set(seen).size, seen.length);
  });
});

describe('client behaviour', () => {
  test('D56 whoever is refused is never asked for its body; whoever is admitted is', async () => {
    const bytes = (key: string) =>
      requestText('POST', '/acme/items/items', key, 'Expect: 100-continue\r\nContent-Length: 3\r\n');
    const refused = await send(rig.gateway.port, bytes(rig.keys.revoked!), { untilClose: true });
    assert.deepEqual(
      refused.responses.map((one) => one.status),
      [401],
    );
    const socket = connect(rig.gateway.port, '127.0.0.1');
    socket.write(bytes(rig.keys.pro!));
    socket.once('data', () => socket.write('abc'));
    const { responses } = await converse(socket);
    assert.deepEqual(
      responses.map((one) => one.status),
      [100, 200],
    );
    assert.equal(responses[1]!.body, 'echo:abc');
    assert.equal(rig.upstream.requests[0]!.headers.get('expect'), undefined);
  });

  test('D57 an aborted upload aborts the upstream and counts nothing', async () => {
    const before = counted();
    const open = rig.upstream.connections();
    const socket = connect(rig.gateway.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const head = requestText('POST', '/acme/items/items', rig.keys.pro!, 'Content-Length: 500000\r\n');
    socket.write(head + 'x'.repeat(100_000));
    await eventually(() => rig.upstream.bytes().includes('x'.repeat(1000)));
    socket.resetAndDestroy();
    await eventually(() => rig.upstream.connections() <= open);
    await eventually(() => rig.gateway.metrics().inFlight === 0);
    assert.equal(counted(), before);
  });

  test('D59 a body over the limit is 413, by its length or by its chunks as they come', async () => {
    const before = counted();
    const head = `POST /acme/items/items HTTP/1.1\r\nHost: api.test\r\nX-Api-Key: ${rig.keys.pro}\r\n`;
    const declared = await send(rig.gateway.port, `${head}Content-Length: 2097152\r\n\r\n`, {
      untilClose: true,
    });
    assert.equal(declared.responses[0]!.status, 413);
    assert.equal(rig.upstream.requests.length, 0);
    const chunk = `${(65536).toString(16)}\r\n${'x'.repeat(65536)}\r\n`;
    const chunked = await send(
      rig.gateway.port,
      `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}`,
      {
        untilClose: true,
      },
    );
    assert.equal(chunked.responses[0]!.status, 413);
    assert.equal(rig.upstream.requests.length, 0, 'the upstream never got a whole request');
    assert.equal(counted(), before);
  });

  test('D55 a head that does not arrive is 408 or a closed connection', async () => {
    const { responses, closed } = await send(rig.gateway.port, 'GET /acme/items/items HTTP/1.1\r\nHost:', {
      untilClose: true,
    });
    assert.equal(closed, true);
    assert.ok(responses.length === 0 || responses[0]!.status === 408);
  });

  test('a body that stalls is 408 and counts nothing', async () => {
    const before = counted();
    const head = requestText('POST', '/acme/items/items', rig.keys.pro!, 'Content-Length: 10\r\n', 'abc');
    const { responses } = await send(rig.gateway.port, head, { untilClose: true });
    assert.equal(responses[0]!.status, 408);
    assert.equal(counted(), before);
  });

  test('a client that leaves a stream is counted as interrupted', async () => {
    const socket = connect(rig.gateway.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(get('/x/sse'));
    await new Promise((resolve) => socket.once('data', resolve));
    const { open } = rig.journal();
    assert.equal(open.length, 1, 'the start is on disk before the first byte leaves');
    socket.destroy();
    await eventually(() => rig.journal().complete.some((one) => one.id === open[0]!.id && one.interrupted));
  });

  test('events of a stream arrive as they are sent, and the stream ends clean', async () => {
    const { responses } = await send(rig.gateway.port, get('/x/sse'));
    assert.equal(responses[0]!.body, 'data: 1\n\ndata: 2\n\ndata: 3\n\n');
    assert.equal(responses[0]!.headers['content-type'], 'text/event-stream');
  });

  test('a page may read the answer, whatever it is', async () => {
    const refused = await send(
      rig.gateway.port,
      'GET /acme/items/items HTTP/1.1\r\nHost: a\r\nOrigin: https://x.test\r\n\r\n',
    );
    assert.equal(refused.responses[0]!.headers['access-control-allow-origin'], '*');
    const admitted = await send(rig.gateway.port, get('/items', 'Origin: https://x.test\r\n'));
    assert.equal(admitted.responses[0]!.headers['access-control-allow-origin'], '*');
  });
});
