import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { Client, eventually, type Json } from './client.ts';
import { Instance } from './instance.ts';
import { openShop, type Shop } from './shop.ts';

// D68: a real collector receives what the gateway says of its calls.

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';
const received: Json[] = [];
const seen: Record<string, string | undefined>[] = [];
const bodies: string[] = [];
let collector: Server;
let upstream: Server;
let instance: Instance;
let shop: Shop;

const portOf = (server: Server) => (server.address() as AddressInfo).port;

before(async () => {
  collector = createServer(async (request, response) => {
    const text = Buffer.concat(await Array.fromAsync(request)).toString('utf8');
    bodies.push(text);
    assert.equal(request.headers['api-key'], 's3cret');
    assert.equal(request.url, '/v1/traces');
    for (const resource of JSON.parse(text).resourceSpans)
      for (const scope of resource.scopeSpans) received.push(...scope.spans);
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  upstream = createServer((request, response) => {
    seen.push(request.headers as Record<string, string>);
    response.statusCode = request.url?.startsWith('/broken') ? 500 : 200;
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await Promise.all([collector, upstream].map((one) => new Promise((done) => one.once('listening', done))));
  instance = new Instance({
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${portOf(collector)}`,
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=s3cret',
    },
  });
  await instance.start();
  shop = await openShop(new Client(instance.facts.portal_url), {
    upstreamUrl: `http://127.0.0.1:${portOf(upstream)}`,
    routes: [
      { method: 'GET', template: '/items/{id}' },
      { method: 'GET', template: '/broken' },
    ],
  });
  await eventually('the key is in force', 30, async () => (await call('/items/0')).status === 200);
  received.length = 0;
  seen.length = 0;
});

after(async () => {
  await instance.remove();
  collector.close();
  upstream.close();
});

const call = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${instance.facts.gateway_url}${shop.path}${path}`, {
    headers: { authorization: `Bearer ${shop.key}`, ...headers },
  });

const attribute = (span: Json, key: string) => {
  const found = span.attributes.find((one: Json) => one.key === key)?.value;
  return found && (found.stringValue ?? Number(found.intValue ?? found.doubleValue));
};
const SERVER = 2;
const CLIENT = 3;

async function spansOf(trace: string, kind: number): Promise<Json> {
  return eventually(`a span of kind ${kind} in ${trace}`, 30, async () =>
    received.find((span) => span.traceId === trace && span.kind === kind),
  );
}

test('D68 a call is a server span under its caller, and a client span that the upstream is told of', async () => {
  await call('/items/jane@example.com?token=hush', { traceparent: `00-${traceId}-${parentId}-00` });
  const server = await spansOf(traceId, SERVER);
  const client = await spansOf(traceId, CLIENT);
  assert.equal(server.parentSpanId, parentId);
  assert.equal(client.parentSpanId, server.spanId);
  assert.equal(seen.at(-1)?.traceparent, `00-${traceId}-${client.spanId}-01`);
  assert.equal(server.name, 'GET /acme/weather/items/{id}');
  assert.equal(attribute(server, 'http.route'), '/acme/weather/items/{id}');
  assert.equal(attribute(server, 'http.request.method'), 'GET');
  assert.equal(attribute(server, 'http.response.status_code'), 200);
  assert.equal(attribute(client, 'server.address'), '127.0.0.1');
  assert.equal(attribute(client, 'server.port'), portOf(upstream));
  assert.ok(BigInt(server.endTimeUnixNano) >= BigInt(server.startTimeUnixNano));
});

test('D68 refusals and failures are spans as well', async () => {
  const refusedTrace = 'a'.repeat(32);
  await call('/items/1', {
    traceparent: `00-${refusedTrace}-${parentId}-01`,
    authorization: 'Bearer nobody',
  });
  assert.equal(attribute(await spansOf(refusedTrace, SERVER), 'http.response.status_code'), 401);
  const brokenTrace = 'b'.repeat(32);
  await call('/broken', { traceparent: `00-${brokenTrace}-${parentId}-01` });
  const broken = await spansOf(brokenTrace, SERVER);
  assert.equal(attribute(broken, 'http.response.status_code'), 500);
  assert.equal(broken.status.code, 2);
});

test('D68 no key, no query and no path parameter is in any span', () => {
  const all = bodies.join('\n');
  for (const secret of [shop.key, 'hush', 'jane@example.com', 'token=', '127.0.0.1:'])
    assert.ok(!all.includes(secret), secret);
});

test('a ratio of nothing traces nothing, whatever a stranger asks for; spans of the last calls are not lost', async () => {
  const lastTrace = 'c'.repeat(32);
  await call('/items/9', { traceparent: `00-${lastTrace}-${parentId}-01` });
  assert.equal(await instance.end(), 0);
  await spansOf(lastTrace, SERVER);
  await instance.start({ OTEL_TRACES_SAMPLER_ARG: '0' });
  const before = received.length;
  const unsampled = 'd'.repeat(32);
  await (await call('/items/9', { traceparent: `00-${unsampled}-${parentId}-01` })).text();
  assert.match(seen.at(-1)!.traceparent!, new RegExp(`^00-${unsampled}-[0-9a-f]{16}-00$`));
  assert.equal(await instance.end(), 0);
  assert.equal(received.length, before);
});

test('a trusted proxy decides for its calls, and a collector that is away costs spans, not calls', async () => {
  collector.closeAllConnections();
  await new Promise((done) => collector.close(done));
  await instance.start({ OTEL_TRACES_SAMPLER_ARG: '0', TRUSTED_PROXIES: '127.0.0.0/8' });
  const response = await call('/items/9', { traceparent: `00-${'e'.repeat(32)}-${parentId}-01` });
  assert.equal(response.status, 200);
  assert.match(seen.at(-1)!.traceparent!, /-01$/);
  await eventually('lost spans are counted', 60, async () => {
    const text = await (await fetch(`${instance.facts.portal_url}/metrics`)).text();
    return Number(/^turnpike_trace_spans_dropped_total (\d+)/m.exec(text)?.[1]) >= 2;
  });
  assert.equal(await instance.end(), 0);
});
