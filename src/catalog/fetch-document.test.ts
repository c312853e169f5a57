import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { fetchDocument } from './fetch-document.ts';
import { upstreamPolicy } from './upstream-url.ts';

describe('fetching a document', () => {
  const asked: { url: string; headers: Record<string, unknown> }[] = [];
  const answers: Record<string, RequestListener> = {
    '/fine.yaml?format=raw': (_request, response) => response.end('openapi: 3.0.0'),
    '/moved': (_request, response) => response.writeHead(302, { location: '/fine.yaml?format=raw' }).end(),
    '/around': (_request, response) => response.writeHead(302, { location: '/around' }).end(),
    '/inside': (_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
    '/loopback': (_request, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    '/file': (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    '/gone': (_request, response) => response.writeHead(404).end('no'),
    '/large': (_request, response) => response.end('x'.repeat(5000)),
    '/zipped': (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    '/binary': (_request, response) => response.end(Buffer.from([0xff, 0xfe, 0x00])),
    '/broken': (_request, response) => response.socket?.destroy(),
    '/slow': () => undefined,
  };
  const server = createServer((request, response) => {
    asked.push({ url: request.url!, headers: request.headers });
    answers[request.url!]!(request, response);
  });
  let port = 0;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const policy = () => upstreamPolicy({ allowPrivateUpstreams: [`localhost:${port}`] });
  const ask = (path: string, more: { signal?: AbortSignal } = {}) =>
    fetchDocument(policy(), `http://localhost:${port}${path}`, { mostBytes: 1000, ...more });

  test('takes text, also from where it moved, and sends nothing of ours', async () => {
    assert.deepEqual(await ask('/moved#part'), { ok: true, text: 'openapi: 3.0.0' });
    for (const { headers } of asked) {
      assert.equal(headers.authorization, undefined);
      assert.equal(headers.cookie, undefined);
    }
  });

  test('is not led to inner addresses, nor around for ever', async () => {
    for (const [path, reason] of [
      ['/inside', /private or reserved/],
      ['/loopback', /private or reserved/],
      ['/file', /https:\/\/ or http:\/\//],
      ['/around', /more than 3 times/],
    ] as const) {
      const answer = await ask(path);
      assert.ok(!answer.ok && reason.test(answer.reason), `${path} ${JSON.stringify(answer)}`);
    }
  });

  test('tells why there is none', async () => {
    for (const [path, reason] of [
      ['/gone', /404/],
      ['/large', /larger/],
      ['/zipped', /gzip/],
      ['/binary', /UTF-8/],
      ['/broken', /cannot be reached/],
    ] as const) {
      const answer = await ask(path);
      assert.ok(!answer.ok && reason.test(answer.reason), `${path} ${JSON.stringify(answer)}`);
    }
    const answer = await ask('/slow', { signal: AbortSignal.timeout(50) });
    assert.ok(!answer.ok && /does not answer/.test(answer.reason));
  });

  test('judges the address that a name has as it is dialled', async () => {
    // Registered names are judged by their text; this one is an inner address only to the name service.
    const open = upstreamPolicy({ allowPrivateUpstreams: [] });
    const before = asked.length;
    for (const name of ['localtest.me', 'localhost.example.com']) {
      const answer = await fetchDocument(open, `http://${name}:${port}/fine.yaml?format=raw`, {
        mostBytes: 1000,
      });
      assert.equal(answer.ok, false);
    }
    assert.equal(asked.length, before);
  });

  test('asks no address of this installation itself, whatever it is called', async () => {
    const own = upstreamPolicy({
      allowPrivateUpstreams: [`localhost:${port}`],
      ownAddresses: [`127.0.0.1:${port}`, `[::1]:${port}`],
    });
    const answer = await fetchDocument(own, `http://localhost:${port}/fine.yaml?format=raw`, {
      mostBytes: 1000,
    });
    assert.ok(!answer.ok && /not public/.test(answer.reason));
  });
});
