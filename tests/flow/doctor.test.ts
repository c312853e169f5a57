import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { operatorOf } from './billed.ts';
import { Client } from './client.ts';
import { runTurnpike } from './command.ts';
import { Instance } from './instance.ts';
import { openShop } from './shop.ts';
import { startUpstream } from './upstream.ts';

const instance = new Instance();
after(() => instance.remove());

interface Report {
  ok: boolean;
  checks: { name: string; state: string; detail: string; mend?: string }[];
}

async function consult(environment: Record<string, string> = {}): Promise<Report & { status: unknown }> {
  const { status, output, complaints } = await runTurnpike(['doctor', '--json'], {
    DATA_DIR: instance.dataDirectory,
    JOURNAL_RESERVE_MB: '0',
    ...environment,
  });
  assert.ok(output.startsWith('{'), complaints);
  return { status, ...JSON.parse(output) };
}

const find = (report: Report, name: string) => report.checks.find((check) => check.name === name);

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('a running instance is well, and a missing upstream is named', async () => {
  await instance.start();
  const upstream = await startUpstream();
  await openShop(new Client(instance.facts.portal_url), {
    upstreamUrl: upstream.url,
    routes: [{ method: 'GET', template: '/plain' }],
  });
  const well = await consult();
  assert.deepEqual(
    well.checks.filter(({ state }) => state !== 'ok'),
    [],
  );
  assert.equal(well.status, 0);
  assert.equal(find(well, 'instance')?.detail, 'runs');
  await upstream.stop();
  const without = await consult();
  assert.equal(find(without, 'upstreams')?.state, 'warn');
  assert.match(find(without, 'upstreams')!.detail, /ECONNREFUSED/);
  assert.equal(without.status, 0);
});

test('the mail server, log-in providers and certificates are looked at too', async () => {
  const client = new Client(instance.facts.portal_url);
  const operator = await operatorOf(instance, client);
  const nobody = await closedPort();
  await operator.ok('PUT', '/login-providers/company', {
    ...{ kind: 'oidc', label: 'Company', client_id: 'x', client_secret: 'y' },
    issuer: `http://127.0.0.1:${nobody}`,
  });
  const report = await consult({
    SMTP_URL: `smtp://127.0.0.1:${nobody}`,
    GATEWAY_TLS_DIRECTORY: join(tmpdir(), 'turnpike-no-such-folder'),
  });
  assert.match(find(report, 'mail')!.detail, /127\.0\.0\.1:\d+ cannot be reached: ECONNREFUSED/);
  assert.match(find(report, 'log-in providers')!.detail, /company .*ECONNREFUSED/);
  assert.match(find(report, 'gateway certificates')!.detail, /turnpike-no-such-folder cannot be read/);
  assert.equal(report.status, 1);
});

test('a stopped instance is examined and left as it is; what fails is named with what mends it', async () => {
  await instance.end();
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const port = String((taken.address() as AddressInfo).port);
  chmodSync(join(instance.dataDirectory, 'root.key'), 0o644);
  const report = await consult({ GATEWAY_PORT: port, JOURNAL_RESERVE_MB: '999999999' });
  taken.close();
  assert.equal(report.status, 1);
  assert.equal(report.ok, false);
  assert.match(find(report, 'gateway port')!.detail, /in use by another program/);
  assert.equal(find(report, 'disk')?.state, 'fail');
  assert.equal(find(report, 'root key')?.mend, `chmod 600 ${join(instance.dataDirectory, 'root.key')}`);
  assert.equal(find(report, 'audit log')?.state, 'ok');
  writeFileSync(join(instance.dataDirectory, 'root.key'), `${Buffer.alloc(32, 1).toString('base64')}\n`, {
    mode: 0o600,
  });
  chmodSync(join(instance.dataDirectory, 'root.key'), 0o600);
  assert.match(find(await consult(), 'root key')!.detail, /does not hold the root key/);
});

test('wrong settings and an empty place are findings, not crashes', async () => {
  const wrong = await consult({ PORT: 'eighty' });
  assert.equal(wrong.status, 1);
  assert.match(find(wrong, 'configuration')!.detail, /PORT=eighty/);
  const place = mkdtempSync(join(tmpdir(), 'turnpike-empty-'));
  const empty = await consult({ DATA_DIR: place });
  assert.equal(empty.status, 0);
  assert.match(find(empty, 'data directory')!.detail, /no installation/);
  rmSync(place, { recursive: true });
});
