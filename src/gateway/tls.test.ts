import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { type CertificateFolder, certificateFolder, createCertificate } from './test-certificates.ts';
import { converse, requestText, send } from './test-client.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';
import { CertificateError, readCertificates } from './tls-certificates.ts';

let rig: Rig;
let folder: CertificateFolder;

before(async () => {
  folder = certificateFolder();
  folder.write('a-default', await createCertificate('api.test'));
  folder.write('other', await createCertificate('other.test', '*.wild.test'));
  rig = await startRig({ tls: { pair: null, directory: folder.directory } });
});
after(async () => {
  await rig.stop();
  folder.remove();
});

function dial(more: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port: rig.gateway.tlsPort!, rejectUnauthorized: false, ...more },
      () => resolve(socket),
    );
    socket.on('error', reject);
  });
}

const call = async (socket: TLSSocket) => {
  socket.write(requestText('GET', '/acme/items/items', rig.keys.pro!));
  return (await converse(socket)).responses[0]!;
};

/** Names of the certificate that a handshake for this name is answered with. */
async function servedFor(servername: string): Promise<string> {
  const socket = await dial({ servername });
  const names = socket.getPeerCertificate().subjectaltname ?? '';
  socket.destroy();
  return names;
}

describe('TLS', () => {
  test('a call over TLS is a call, and the upstream learns that it came by https', async () => {
    rig.upstream.forget();
    const response = await call(await dial({ servername: 'api.test' }));
    assert.equal(response.status, 200);
    assert.deepEqual(rig.upstream.requests[0]!.headers.get('x-forwarded-proto'), ['https']);
    const plain = await send(rig.gateway.port, requestText('GET', '/acme/items/items', rig.keys.pro!));
    assert.equal(plain.responses[0]!.status, 200);
    assert.deepEqual(rig.upstream.requests[1]!.headers.get('x-forwarded-proto'), ['http']);
  });

  test('the certificate is that of the name, of its wildcard, or else the first', async () => {
    assert.equal(await servedFor('other.test'), 'DNS:other.test, DNS:*.wild.test');
    assert.match(await servedFor('x.wild.test'), /wild/);
    assert.equal(await servedFor('a.b.wild.test'), 'DNS:api.test');
    assert.equal(await servedFor('unknown.test'), 'DNS:api.test');
  });

  test('versions before 1.2 and ciphers without forward secrecy are refused', async () => {
    await assert.rejects(dial({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }));
    await assert.rejects(dial({ maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' }));
    const socket = await dial({ maxVersion: 'TLSv1.2' });
    assert.match(socket.getCipher().name, /^ECDHE-.*GCM/);
    socket.destroy();
  });

  test('a session is resumed by whichever worker gets the connection', async () => {
    const first = await dial({ maxVersion: 'TLSv1.2' });
    const session = first.getSession();
    first.destroy();
    for (let i = 0; i < 12; i += 1) {
      const again = await dial({ maxVersion: 'TLSv1.2', ...(session ? { session } : {}) });
      assert.equal(again.isSessionReused(), true);
      again.destroy();
    }
  });

  test('what is no TLS is closed, and the port goes on', async () => {
    const { closed } = await send(rig.gateway.tlsPort!, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', {
      untilClose: true,
    });
    assert.equal(closed, true);
    assert.equal((await call(await dial())).status, 200);
  });
});

describe('new certificates', () => {
  test('are served without a failed call and without a closed connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 4, rejectUnauthorized: false });
    const ask = () =>
      new Promise<number>((resolve, reject) => {
        const options = {
          agent,
          host: '127.0.0.1',
          port: rig.gateway.tlsPort!,
          path: '/acme/items/items',
          headers: { 'X-Api-Key': rig.keys.pro! },
        };
        request(options, (response) => {
          response.resume().on('end', () => resolve(response.statusCode!));
        })
          .on('error', reject)
          .end();
      });
    const standing = await dial();
    const statuses = new Set<number>();
    let isOver = false;
    const traffic = Promise.all(
      Array.from({ length: 8 }, async () => {
        while (!isOver) statuses.add(await ask());
      }),
    );
    for (const name of ['one.test', 'two.test', 'three.test']) {
      folder.write('a-default', await createCertificate(name));
      rig.gateway.reloadCertificates();
      await eventually(async () => (await servedFor('unknown.test')) === `DNS:${name}`);
    }
    isOver = true;
    await traffic;
    agent.destroy();
    assert.deepEqual([...statuses], [200]);
    assert.equal((await call(standing)).status, 200);
  });

  test('that are broken never replace those that are served, and are told of', async () => {
    folder.write('a-default', await createCertificate('good.test'));
    await eventually(async () => (await servedFor('unknown.test')) === 'DNS:good.test');
    const other = await createCertificate('bad.test');
    writeFileSync(join(folder.directory, 'a-default.crt'), other.cert);
    await eventually(() => rig.gateway.certificateTrouble() !== null);
    assert.match(rig.gateway.certificateTrouble()!, /a-default\.crt and .* cannot be used/);
    assert.equal(rig.gateway.trouble(), null, 'it still serves');
    assert.equal(await servedFor('unknown.test'), 'DNS:good.test');
    writeFileSync(join(folder.directory, 'a-default.key'), other.key);
    await eventually(async () => (await servedFor('unknown.test')) === 'DNS:bad.test');
    assert.equal(rig.gateway.certificateTrouble(), null);
  });

  test('say until when they are good', () => {
    const [first] = rig.gateway.certificates();
    const [pair] = readCertificates({ pair: null, directory: folder.directory });
    assert.equal(first!.expiresAtMs, Date.parse(new X509Certificate(pair!.cert).validTo));
  });

  test('a gateway does not start with certificates that cannot be used', () => {
    const missing = { certFile: '/nonexistent.crt', keyFile: '/nonexistent.key' };
    assert.throws(() => readCertificates({ pair: missing, directory: null }), CertificateError);
  });
});
