import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:https';
import { after, before, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';
import { requestText, send } from './test-client.ts';
import { type Rig, startRig } from './test-rig.ts';

type Pair = Awaited<ReturnType<typeof generate>>;

let rig: Rig;
let server: Server;
let host: Pair;
let gateway: Pair;
let url: string;

const pairFor = (name: string) =>
  generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
  });

before(async () => {
  [host, gateway] = await Promise.all([pairFor('localhost'), pairFor('gateway')]);
  const { cert, private: key } = host;
  // Whoever shows no certificate is let in too, and told apart in the answer.
  const tls = { cert, key, requestCert: true, rejectUnauthorized: false, ca: gateway.cert };
  server = createServer(tls, (request, response) => {
    const socket = request.socket as TLSSocket & { servername?: string };
    const client = socket.authorized ? socket.getPeerCertificate().subject.CN : null;
    response.end(JSON.stringify({ name: socket.servername, host: request.headers.host, client }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as { port: number }).port}`;
  rig = await startRig({ workers: 1, allowPrivateUpstreams: ['localhost', '127.0.0.0/8'] });
});
after(async () => {
  await rig.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function ask(tls: { id: string; ca?: string; certificate?: string; privateKey?: string } | null) {
  const upstreamTls = tls && { ca: null, certificate: null, privateKey: null, ...tls };
  const health = { failures: 1000, open_ms: 60_000, server_error_percent: null };
  await rig.setUpstream({ host: 'preserve', health }, { upstreamUrl: url, upstreamTls });
  const { responses } = await send(rig.gateway.port, requestText('GET', '/acme/items/items', rig.keys.pro!));
  return { status: responses[0]!.status, body: responses[0]!.body };
}

test('a certificate of an authority that nobody named is not trusted', async () => {
  const { status, body } = await ask(null);
  assert.equal(status, 502);
  assert.match(body, /upstream-unreachable/);
});

test('the product’s own authority is, for the target’s name, whatever Host says', async () => {
  const { status, body } = await ask({ id: 'utl_1', ca: host.cert });
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(body), { name: 'localhost', host: 'api.test', client: null });
});

test('another authority takes its place at once, also for connections that are open', async () => {
  assert.equal((await ask({ id: 'utl_2', ca: gateway.cert })).status, 502);
});

test('the gateway shows the product’s certificate', async () => {
  const own = { certificate: gateway.cert, privateKey: gateway.private };
  const { body } = await ask({ id: 'utl_3', ca: host.cert, ...own });
  assert.equal(JSON.parse(body).client, 'gateway');
});
