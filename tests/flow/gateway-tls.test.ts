import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import selfsigned from 'selfsigned';
import { Client, eventually } from './client.ts';
import { Instance } from './instance.ts';

const folder = mkdtempSync(join(tmpdir(), 'turnpike-flow-tls-'));
const certFile = join(folder, 'tls.crt');
const keyFile = join(folder, 'tls.key');
const environment = {
  GATEWAY_PORT: 'off',
  GATEWAY_TLS_PORT: '0',
  GATEWAY_TLS_CERT_FILE: certFile,
  GATEWAY_TLS_KEY_FILE: keyFile,
};
const instance = new Instance({ environment });

async function writeCertificate(name: string): Promise<void> {
  const { cert, private: key } = await selfsigned.generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
  });
  writeFileSync(keyFile, key);
  writeFileSync(certFile, cert);
}

function servedName(): Promise<string> {
  const { hostname, port } = new URL(instance.facts.gateway_url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

before(async () => {
  await writeCertificate('first.test');
  await instance.start();
});
after(async () => {
  await instance.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('a gateway with TLS alone serves, reloads on SIGHUP, and shows when its certificate ends', async () => {
  assert.match(instance.facts.gateway_url, /^https:/);
  assert.equal(await servedName(), 'first.test');
  await writeCertificate('second.test');
  process.kill(instance.facts.pid, 'SIGHUP');
  await eventually('the new certificate', 10, async () => (await servedName()) === 'second.test');
  const metrics = await (await fetch(`${instance.facts.portal_url}/metrics`)).text();
  assert.match(metrics, /^turnpike_gateway_certificate_expires\{certificate="tls\.crt"\} \d{10}$/m);
});

test('a broken certificate is shown by readiness, which stays ready: the old one is served', async () => {
  writeFileSync(certFile, 'no certificate');
  const client = new Client(instance.facts.portal_url);
  type Ready = { status: string; checks: { name: string; ok: boolean; detail: string | null }[] };
  const check = async () => {
    const { status, body } = await client.send('GET', '/ready');
    assert.equal(status, 200);
    return (body as Ready).checks.find(({ name }) => name === 'gateway certificates')!;
  };
  await eventually('the trouble', 10, async () => !(await check()).ok);
  assert.match((await check()).detail!, /tls\.crt .*cannot be used/);
  assert.equal(await servedName(), 'second.test');
});

test('settings of TLS that cannot work end the start in a sentence', async () => {
  const other = new Instance();
  await assert.rejects(other.start({ GATEWAY_TLS_CERT_FILE: certFile }), /belong together/);
  await assert.rejects(other.start({ GATEWAY_PORT: 'off' }), /GATEWAY_PORT: off leaves the gateway no port/);
  await assert.rejects(other.start(environment), /tls\.crt and .* cannot be used/);
  await other.remove();
});
