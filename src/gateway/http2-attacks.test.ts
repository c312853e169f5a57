import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { certificateFolder, createCertificate } from './test-certificates.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';

/** Heads that no client of HTTP/2 would write, frame by frame: what an upstream of HTTP/1.1 could take for more. */
let rig: Rig;
const folder = certificateFolder();
before(async () => {
  folder.write('api', await createCertificate('api.test'));
  rig = await startRig({ tls: { pair: null, directory: folder.directory } });
});
after(async () => {
  await rig.stop();
  folder.remove();
});
beforeEach(() => rig.upstream.forget());

const FRAME = { data: 0, headers: 1, reset: 3, settings: 4, goaway: 7 };
const END_STREAM = 1;
const END_HEADERS = 4;

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** HPACK without tables: literals of less than 127 bytes. */
function literals(fields: readonly Field[]): Buffer {
  const text = (one: string) => Buffer.concat([Buffer.from([one.length]), Buffer.from(one, 'latin1')]);
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

type Field = readonly [string, string];

/** Sends one request and tells whether it was answered well: the first byte of a head that says 200 is 0x88. */
function answeredWell(fields: readonly Field[], body: string | null): Promise<boolean> {
  const socket = connect({
    host: '127.0.0.1',
    port: rig.gateway.tlsPort!,
    ALPNProtocols: ['h2'],
    rejectUnauthorized: false,
  });
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  socket.write(frame(FRAME.settings, 0, 0, Buffer.alloc(0)));
  socket.write(frame(FRAME.headers, END_HEADERS | (body === null ? END_STREAM : 0), 1, literals(fields)));
  if (body !== null) socket.write(frame(FRAME.data, END_STREAM, 1, Buffer.from(body)));
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const end = (well: boolean) => {
      socket.destroy();
      resolve(well);
    };
    socket.on('error', () => undefined);
    socket.on('close', () => end(false));
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      while (bytes.length >= 9 && bytes.length >= 9 + bytes.readUIntBE(0, 3)) {
        const length = bytes.readUIntBE(0, 3);
        const type = bytes.readUInt8(3);
        if (type === FRAME.reset || type === FRAME.goaway) end(false);
        if (type === FRAME.headers) end(bytes.readUInt8(9) === 0x88);
        bytes = bytes.subarray(9 + length);
      }
    });
  });
}

const pseudo = (changes: Record<string, string | null> = {}): Field[] =>
  Object.entries({
    ...{ ':method': 'POST', ':scheme': 'https', ':path': '/acme/items/x/ok', ':authority': 'api.test' },
    ...changes,
  }).filter((field): field is [string, string] => field[1] !== null);
const key = (): Field => ['x-api-key', rig.keys.pro!];

describe('heads of HTTP/2', () => {
  test('that are in order are served', async () => {
    assert.equal(await answeredWell([...pseudo(), key(), ['content-length', '5']], 'HELLO'), true);
    assert.equal(rig.upstream.requests[0]!.body, 'HELLO');
  });

  const smuggled = '0\r\n\r\nGET /admin/secret HTTP/1.1\r\nHost: a\r\n\r\n';
  const attacks: [string, () => Field[], string | null][] = [
    ['a transfer coding', () => [...pseudo(), key(), ['transfer-encoding', 'chunked']], smuggled],
    ['a Connection', () => [...pseudo(), key(), ['connection', 'x-api-key']], null],
    ['an Upgrade', () => [...pseudo(), key(), ['upgrade', 'websocket']], null],
    ['capitals in a name', () => [...pseudo(), key(), ['X-Upper', '1']], null],
    ['a length that is too short', () => [...pseudo(), key(), ['content-length', '1']], smuggled],
    ['a length that is too long', () => [...pseudo(), key(), ['content-length', '99']], 'HELLO'],
    ['two lengths', () => [...pseudo(), key(), ['content-length', '5'], ['content-length', '0']], 'HELLO'],
    ['a length that is no number', () => [...pseudo(), key(), ['content-length', '+5']], 'HELLO'],
    [
      'a line break in the path',
      () => [...pseudo({ ':path': '/acme/items/x/ok HTTP/1.1\r\nX-Evil: 1' }), key()],
      null,
    ],
    ['a blank in the path', () => [...pseudo({ ':path': '/acme/items/x/ok HTTP/1.1' }), key()], null],
    [
      'a method with a request in it',
      () => [...pseudo({ ':method': 'GET /admin HTTP/1.1\r\nX-A:' }), key()],
      null,
    ],
    ['an empty path', () => [...pseudo({ ':path': '' }), key()], null],
    ['no path', () => [...pseudo({ ':path': null }), key()], null],
    ['two paths', () => [...pseudo(), [':path', '/admin/secret'], key()], null],
    ['a pseudo header behind the others', () => [key(), ...pseudo()], null],
    ['a pseudo header that is none', () => [...pseudo({ ':evil': '1' }), key()], null],
    ['a status in a request', () => [...pseudo({ ':status': '200' }), key()], null],
    ['an authority with a path', () => [...pseudo({ ':authority': 'api.test/evil' }), key()], null],
    ['an authority with a user', () => [...pseudo({ ':authority': 'u@api.test' }), key()], null],
    ['no authority and no Host', () => [...pseudo({ ':authority': null }), key()], null],
    ['two Hosts', () => [...pseudo(), ['host', 'api.test'], ['host', 'evil.test'], key()], null],
    ['TRACE', () => [...pseudo({ ':method': 'TRACE' }), key()], null],
    ['two keys', () => [...pseudo(), key(), ['x-api-key', rig.keys.free!]], null],
  ];
  for (const [name, fields, body] of attacks) {
    test(`with ${name} reach nobody and count nothing`, async () => {
      const recorded = rig.journal().complete.length;
      assert.equal(await answeredWell(fields(), body), false);
      await eventually(() => rig.gateway.metrics().inFlight === 0);
      assert.deepEqual(rig.upstream.requests, []);
      assert.doesNotMatch(rig.upstream.bytes(), /evil|admin/i);
      assert.equal(rig.journal().complete.length, recorded);
      assert.equal(await answeredWell([...pseudo(), key()], ''), true, 'others are served');
    });
  }

  const left: [string, Field][] = [
    ['a line break in a value', ['x-a', 'a\r\nX-Evil: 1']],
    ['a line break in a name', ['x-a: 1\r\nx-evil', '1']],
    ['a colon in a name', ['x-a:evil', '1']],
    ['NUL in a value', ['x-a', 'evil\x00b']],
  ];
  for (const [name, field] of left) {
    test(`${name} leaves the whole header out, at the least`, async () => {
      await answeredWell([...pseudo(), key(), field], null);
      await eventually(() => rig.gateway.metrics().inFlight === 0);
      assert.doesNotMatch(rig.upstream.bytes(), /x-a|evil/i);
      assert.ok(rig.upstream.requests.length <= 1);
    });
  }
});
