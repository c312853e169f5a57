import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RawResponse, requestText, send } from './test-client.ts';
import { eventually, startRig } from './test-rig.ts';

test('D67 whatever is refused is a problem that says what, and nothing of what stands behind', async () => {
  const limits = { connectionsPerOrigin: 1, queuePerOrigin: 0, upstreamHeadersMs: 2000 };
  const rig = await startRig({ workers: 1, limits });
  const { pro, free, limited } = rig.keys as Record<string, string>;
  const ask = async (method: string, path: string, key: string, lines = '') => {
    const text = requestText(method, `/acme/items${path}`, key, lines);
    return (await send(rig.gateway.port, text, { head: method === 'HEAD' })).responses[0]!;
  };
  const seen: [number, RawResponse, RawResponse | null][] = [];
  const provoke = async (status: number, method: string, path: string, key: string, lines = '') => {
    const head = method === 'GET' ? await ask('HEAD', path, key, lines) : null;
    seen.push([status, await ask(method, path, key, lines), head]);
  };
  await provoke(401, 'GET', '/items', 'tp_live_wrong');
  await provoke(403, 'GET', '/gold', free!);
  await provoke(404, 'GET', '/nowhere', pro!);
  await provoke(405, 'DELETE', '/items', pro!);
  await provoke(413, 'POST', '/items', pro!, 'Content-Length: 2097152\r\n');
  await provoke(431, 'GET', '/items', pro!, `Long: ${'x'.repeat(20_000)}\r\n`);
  await provoke(502, 'GET', '/x/reset', pro!);
  for (let i = 0; i < 5; i += 1) await ask('GET', '/items', limited!);
  await provoke(429, 'GET', '/items', limited!);
  const slow = ask('GET', '/x/hang', pro!);
  await eventually(() => rig.upstream.requests.some((one) => one.target === '/v1/x/hang'));
  await provoke(503, 'GET', '/items', pro!);
  seen.push([504, await slow, null]);

  for (const [status, response, head] of seen) {
    assert.equal(response.status, status);
    assert.equal(response.headers['content-type'], 'application/problem+json', String(status));
    const problem = JSON.parse(response.body);
    assert.equal(problem.status, status);
    assert.ok(problem.type.startsWith('https://') && problem.title.length > 0);
    assert.equal(problem.instance, `urn:request:${problem.request_id}`);
    assert.equal(response.headers['x-turnpike-request-id'], problem.request_id);
    assert.doesNotMatch(response.body, /127\.0\.0\.1|localhost|\bat .*:\d+|ECONN|undici/);
    if (head === null || status === 431) continue;
    assert.deepEqual([head.status, head.body], [status, '']);
  }
  await rig.stop();
});
