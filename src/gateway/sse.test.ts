import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { certificateFolder, createCertificate } from './test-certificates.ts';
import { requestText } from './test-client.ts';
import { ask, dialHttp2 } from './test-http2.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

/** Longer than any limit on silence within a body of known length. */
const SILENCE_MS = 20_000;

let rig: Rig;
let server: Server;
/** The newest stream at the upstream. */
let emitting: { request: IncomingMessage; response: ServerResponse } | null = null;
const folder = certificateFolder();

before(async () => {
  folder.write('api', await createCertificate('api.test'));
  server = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    emitting = { request, response };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  rig = await startRig({
    tls: { pair: null, directory: folder.directory },
    limits: { upstreamHeadersMs: 10_000 },
  });
  await rig.setUpstream({}, { upstreamUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
});
after(async () => {
  await rig.stop();
  server.closeAllConnections();
  server.close();
  folder.remove();
});

async function open(key = rig.keys.pro!): Promise<{ socket: Socket; text: () => string; id: () => string }> {
  emitting = null;
  const socket = connect(rig.gateway.port, '127.0.0.1');
  socket.on('error', () => undefined);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.write(requestText('GET', '/acme/items/items', key, 'Accept-Encoding: gzip, br\r\n'));
  await eventually(() => emitting !== null && text.includes('\r\n\r\n'));
  return {
    socket,
    text: () => text,
    id: () => /x-turnpike-request-id: (\S+)/i.exec(text)![1]!,
  };
}

const openRecord = (id: string) => rig.journal().open.find((one) => one.id === id);
const record = (id: string) => rig.journal().complete.filter((one) => one.id === id);

test('D60 R4 events pass one by one, silence is no end, nothing is compressed, and it is one call', async () => {
  const { text, id } = await open();
  assert.doesNotMatch(text(), /content-encoding/i);
  for (let i = 1; i <= 10; i += 1) {
    // The next is only sent when this one has arrived: whoever collected them would wait for ever.
    emitting!.response.write(`data: ${i}\n\n`);
    await eventually(() => text().includes(`data: ${i}\n\n`));
  }
  assert.equal(openRecord(id())!.kind, 'end', 'a crash now would leave it as an interrupted call');
  await sleep(SILENCE_MS);
  const soFar = openRecord(id())!;
  assert.ok(soFar.responseBytes! >= 90, 'what it has used is on disk while it runs');
  emitting!.response.write('data: last\n\n');
  await eventually(() => text().includes('data: last'));
  emitting!.response.end();
  await eventually(() => record(id()).length > 0);
  const [only, ...more] = record(id());
  assert.deepEqual([only!.units, only!.interrupted, more], ['1', false, []]);
});

test('a client that leaves ends the upstream at once, over HTTP/1.1 and HTTP/2, and it counts', async () => {
  const { socket, id } = await open();
  const gone = new Promise((resolve) => emitting!.response.once('close', resolve));
  socket.destroy();
  await gone;
  await eventually(() => record(id()).length > 0);
  assert.equal(record(id())[0]!.interrupted, true);

  emitting = null;
  const session = dialHttp2(rig.gateway.tlsPort!);
  const seen = ask(session, { ':path': '/acme/items/items', 'x-api-key': rig.keys.pro! });
  await eventually(() => emitting !== null && seen.status() === 200);
  const goneToo = new Promise((resolve) => emitting!.response.once('close', resolve));
  seen.stream.close(8);
  await goneToo;
  const second = String(seen.headers()['x-turnpike-request-id']);
  await eventually(() => record(second).length > 0);
  assert.equal(record(second)[0]!.interrupted, true);
  session.destroy();
});

test('a stream ends within seconds when its key is revoked', async () => {
  const key = await rig.addSubscription('listening', 'pro');
  const { socket, id } = await open(key);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await rig.change('key', 'key_listening', () => {
    const at = rig.world.keys.findIndex((one) => one.keyId === 'key_listening');
    rig.world.keys[at] = { ...rig.world.keys[at]!, state: 'revoked' };
  });
  await rig.enforcement.catchUp();
  await closed;
  await eventually(() => record(id()).length > 0);
  assert.deepEqual([record(id())[0]!.interrupted, record(id())[0]!.error], [true, 'the key was revoked']);
});
