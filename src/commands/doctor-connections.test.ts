import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { judgeCertificates, troubleConnecting } from './doctor-connections.ts';

const DAY_MS = 86_400_000;
const pair = (name: string, days: number, ...hosts: string[]) => ({
  ...{ name, cert: '', key: '', hosts },
  expiresAtMs: days * DAY_MS,
});

test('certificates that are good for all approved names are well', () => {
  const pairs = [pair('a.crt', 90, 'api.example.com', '*.shop.example'), pair('b.crt', 90, 'b.example')];
  const finding = judgeCertificates(pairs, ['api.example.com', 'x.shop.example', 'b.example'], 0);
  assert.deepEqual(finding, { state: 'ok', detail: '2 usable' });
});

test('one that ends soon and a name that none is for are named', () => {
  const pairs = [pair('a.crt', 3, '*.shop.example'), pair('b.crt', 90, 'b.example')];
  const finding = judgeCertificates(pairs, ['shop.example', 'deep.x.shop.example', 'b.example'], 0);
  assert.equal(finding.state, 'warn');
  assert.match(
    finding.detail,
    /a\.crt in 3 days; no certificate is for shop\.example, deep\.x\.shop\.example$/,
  );
});

test('one that has ended fails', () => {
  const finding = judgeCertificates([pair('a.crt', 3), pair('b.crt', 90)], [], 3 * DAY_MS);
  assert.deepEqual([finding.state, finding.detail], ['fail', 'expired: a.crt']);
});

test('a server that listens is reachable, one that does not is refused', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  assert.equal(await troubleConnecting({ host: '127.0.0.1', port }), null);
  await new Promise((resolve) => server.close(resolve));
  assert.match((await troubleConnecting({ host: '127.0.0.1', port }))!, /ECONNREFUSED/);
});
