import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { isLanguage, LANGUAGES, type Language } from './languages.ts';
import { callUrl, type SampleCall, sampleCall } from './request.ts';

// Text of providers stands in programs that people paste: it must never become code.
const NASTY = `it's "quoted" \\ \${x} #{y} $HOME \`id\` %s \u2028 é 😀\nnext`;

function callTo(url: string, over: Partial<SampleCall> = {}): SampleCall {
  const headers: SampleCall['headers'] = [
    ['Authorization', 'Bearer YOUR_API_KEY'],
    ['Content-Type', 'application/json'],
    ['X-Kind', `it's "b" \\ $HOME #{y}`],
  ];
  const body = JSON.stringify({ text: NASTY, yes: true, none: null, list: [1, 2.5] }, null, 2);
  return { method: 'POST', url, headers, body, ...over };
}

interface Arrived {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

async function whatArrives(run: (url: string) => void): Promise<Arrived> {
  const { promise, resolve } = Promise.withResolvers<Arrived>();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    response.end('ok');
    resolve({ method: request.method, url: request.url, headers: request.headers, body });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/items?q=a%20b&r='x'`);
    return await promise;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('every language has a name and writes the call with its address and its key', () => {
  const call = callTo('https://api.example.com/items?q=1');
  for (const { name, write } of Object.values(LANGUAGES)) {
    const text = write(call);
    assert.match(text, /api\.example\.com\/items\?q=1/, name);
    assert.match(text, /Bearer YOUR_API_KEY/, name);
    assert.match(write({ ...call, method: 'GET', body: null }), /Bearer YOUR_API_KEY/, name);
  }
  assert.equal(Object.keys(LANGUAGES).length, 9);
  assert.equal(isLanguage('constructor'), false);
});

test('an address is made of its parts, encoded', () => {
  const parts = {
    method: 'GET',
    parameters: [
      { name: 'id', in: 'path' as const, value: '../a b' },
      { name: 'q', in: 'query' as const, value: 'x&y=1' },
      { name: 'X-A', in: 'header' as const, value: '1' },
    ],
    content_type: null,
    body: null,
  };
  const called = { address: 'https://api.example.com/p/', template: '/items/{id}' };
  assert.equal(callUrl(called, parts), 'https://api.example.com/p/items/..%2Fa%20b?q=x%26y%3D1');
  const call = sampleCall(called, parts);
  assert.deepEqual(call.headers, [
    ['Authorization', 'Bearer YOUR_API_KEY'],
    ['X-A', '1'],
  ]);
});

/** What runs wherever these tests do; the programs of the other languages are made of the same quoting. */
const runners: Partial<Record<Language, (program: string) => void>> = {
  curl: (program) => execFile('sh', ['-c', program]),
  javascript: (program) => execFile(process.execPath, ['--input-type=module', '-e', program]),
  typescript: (program) =>
    execFile(process.execPath, ['--input-type=module', '-e', stripTypeScriptTypes(program)]),
};

for (const [language, run] of Object.entries(runners)) {
  test(`the sample in ${language} sends exactly the call`, async () => {
    const arrived = await whatArrives((url) => run(LANGUAGES[language as Language].write(callTo(url))));
    assert.equal(arrived.method, 'POST');
    assert.equal(arrived.headers.authorization, 'Bearer YOUR_API_KEY');
    assert.equal(arrived.headers['x-kind'], `it's "b" \\ $HOME #{y}`);
    assert.match(arrived.headers['content-type'] ?? '', /^application\/json/);
    assert.deepEqual(JSON.parse(arrived.body), { text: NASTY, yes: true, none: null, list: [1, 2.5] });
  });
}
