import assert from 'node:assert/strict';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { after, before, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { GrpcUpstreams } from './grpc-upstreams.ts';
import { createCertificate, type TestCertificate } from './test-certificates.ts';
import { AddressRefused, createUpstreamGuard } from './upstream-guard.ts';
import type { PoolPlace } from './upstream-targets.ts';

const limits = { connectMs: 5000, headerBytes: 16_384 };
const usual = getCACertificates('default');
let certificate: TestCertificate;
const servers: Server[] = [];

before(async () => {
  certificate = await createCertificate('localhost');
  setDefaultCACertificates([...usual, certificate.cert]);
});
after(() => {
  setDefaultCACertificates(usual);
  for (const server of servers) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return (server.address() as AddressInfo).port;
}

function placeOf(origin: string): PoolPlace {
  const servername = origin.startsWith('https:') ? new URL(origin).hostname : null;
  return { key: origin, origin, servername, connectMs: 1000, tls: null };
}

/** What a request over a connection of its own comes to: the protocol and whether it was encrypted, or an error. */
async function outcome(upstreams: GrpcUpstreams, origin: string): Promise<string> {
  const { session } = upstreams.take(placeOf(origin))!;
  const stream = session.request({ ':path': '/' });
  const said = await new Promise<string>((resolve) => {
    stream.once('response', () => resolve(`${session.alpnProtocol} ${session.encrypted}`));
    stream.once('error', (error) => resolve(error.message));
  });
  upstreams.close();
  return said;
}

test('an https upstream is asked over TLS, once both have agreed on HTTP/2', async () => {
  const server = createSecureServer(certificate);
  server.on('stream', (stream: ServerHttp2Stream) => {
    stream.respond({ ':status': 200 });
    stream.end();
  });
  const port = await listen(server);
  const upstreams = new GrpcUpstreams(createUpstreamGuard([`localhost:${port}`]), limits);
  assert.equal(await outcome(upstreams, `https://localhost:${port}`), 'h2 true');
});

test('one that nobody vouches for, or that has no HTTP/2, is not asked', async () => {
  const stranger = await listen(createSecureServer(await createCertificate('localhost')));
  const old = await listen(createHttpsServer(certificate, (_request, response) => response.end()));
  for (const [port, why] of [
    [stranger, /self-signed/],
    [old, /HTTP\/2|alert|protocol|cancel/i],
  ] as const) {
    const upstreams = new GrpcUpstreams(createUpstreamGuard([`localhost:${port}`]), limits);
    assert.match(await outcome(upstreams, `https://localhost:${port}`), why);
  }
});

test('addresses are judged as they are dialled, given as such or behind a name', async () => {
  const upstreams = new GrpcUpstreams(createUpstreamGuard([]), limits);
  assert.throws(() => upstreams.take(placeOf('http://127.0.0.1:9')), AddressRefused);
  assert.throws(() => upstreams.take(placeOf('http://[::1]:9')), AddressRefused);
  assert.match(await outcome(upstreams, 'http://localhost:9'), /not permitted/);
});
