import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { serveWebSite } from './web-site.ts';

// Its own path must not be taken for one of the places in it.
const folder = join(mkdtempSync(join(tmpdir(), 'site-')), 'reference/assets');
const server: FastifyInstance = Fastify();
const script = 'let big;';

before(async () => {
  const files = {
    'index.html': '<title>x</title>',
    'theme.js': 'let theme;',
    'assets/a-1.js': 'let a;',
    'reference/frame.html': '<title>frame</title>',
    'reference/big.js': script,
    'reference/big.js.gz': gzipSync(script),
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  await serveWebSite(server, folder);
});

after(async () => {
  await server.close();
  rmSync(dirname(dirname(folder)), { recursive: true });
});

const policyOf = async (url: string, accept = '*/*') => {
  const { statusCode, headers } = await server.inject({ url, headers: { accept } });
  assert.equal(statusCode, 200, url);
  return String(headers['content-security-policy']);
};

test('pages and files of the application may not be framed', async () => {
  for (const url of ['/apis/a/b', '/theme.js', '/assets/a-1.js'])
    assert.match(await policyOf(url, 'text/html'), /^default-src 'self';.*frame-ancestors 'none'$/);
});

test('the reference may be framed by us alone, reaches nothing, and is an opaque origin wherever it is opened', async () => {
  for (const url of ['/reference/frame.html', '/reference/big.js']) {
    const policy = await policyOf(url, 'text/html');
    assert.match(policy, /^default-src 'none'; script-src 'self';/);
    assert.match(policy, /frame-ancestors 'self'; sandbox allow-scripts$/);
    assert.doesNotMatch(policy, /connect-src|img-src|allow-same-origin|script-src[^;]*unsafe/);
  }
});

test('only what carries a hash is kept without asking', async () => {
  const kept = async (url: string) => (await server.inject(url)).headers['cache-control'];
  assert.match(String(await kept('/assets/a-1.js')), /immutable/);
  for (const url of ['/theme.js', '/reference/frame.html']) assert.equal(await kept(url), 'no-cache');
});

test('a file that stands beside its compressed self is sent so to those who can read it', async () => {
  const small = await server.inject({ url: '/reference/big.js', headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(small.headers['content-encoding'], 'gzip');
  assert.match(String(small.headers['content-type']), /javascript/);
  assert.match(String(small.headers.vary), /accept-encoding/i);
  assert.equal(gunzipSync(small.rawPayload).toString(), script);
  assert.match(String(small.headers['content-security-policy']), /sandbox/);
  const plain = await server.inject('/reference/big.js');
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.body, script);
  const other = await server.inject({ url: '/theme.js', headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(other.body, 'let theme;');
});
