import assert from 'node:assert/strict';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { verifiesHmac } from '#kernel/http-signature';
import { createNonceMemory, NonceTable } from './nonce-table.ts';
import { parseSignatureInputs, parseSignatures } from './signature-input.ts';
import { signedText } from './signed-message.ts';
import { send } from './test-client.ts';
import { type Rig, route, signingSecret, startRig } from './test-rig.ts';

/** A client's own way to sign, written from RFC 9421 and apart from the code that verifies. */
interface Wish {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly components?: readonly string[];
  readonly secret?: string;
  /** Seconds from now. */
  readonly age?: number;
  readonly nonce?: string | null;
  readonly params?: string;
  readonly keyName?: string;
}

const nowSeconds = () => Math.floor(performance.timeOrigin / 1000 + performance.now() / 1000);
const digestOf = (body: string) =>
  `sha-256=:${createHash('sha256').update(body, 'latin1').digest('base64')}:`;

function signedHeaders(wish: Wish): string[] {
  const { method = 'GET', path = '/acme/items/vault', body = '', keyName = 'pro' } = wish;
  const [bare, query = ''] = path.split('?');
  const values: Record<string, string> = {
    '@method': method,
    '@authority': 'api.test',
    '@path': bare!,
    '@query': `?${query}`,
    '@target-uri': `http://api.test${path}`,
    'content-digest': digestOf(body),
    'x-note': 'a, b',
  };
  const components = wish.components ?? ['@method', '@path', '@query'];
  const nonce = wish.nonce === undefined ? randomUUID() : wish.nonce;
  const quoted = components.map((name) => `"${name}"`).join(' ');
  const created = `;created=${nowSeconds() - (wish.age ?? 0)}`;
  const params = `(${quoted})${created}${nonce === null ? '' : `;nonce="${nonce}"`}${wish.params ?? ''}`;
  const base = [...components.map((name) => `"${name}": ${values[name]}`), `"@signature-params": ${params}`];
  const secret = wish.secret ?? signingSecret(keyName);
  const signature = createHmac('sha256', secret).update(base.join('\n')).digest('base64');
  return [
    ...(components.includes('content-digest') ? [`Content-Digest: ${digestOf(body)}`] : []),
    'X-Note: a',
    'X-Note: b',
    `Signature-Input: sig1=${params}`,
    `Signature: sig1=:${signature}:`,
  ];
}

let rig: Rig;
before(async () => {
  rig = await startRig();
  await rig.change('catalog', 'prd_items', () => {
    const product = rig.world.products[0]!;
    const required = { traffic: { signing: 'required' as const } };
    rig.world.products[0] = {
      ...product,
      routes: [
        ...product.routes,
        route('rte_vault', 'GET', '/vault', required),
        route('rte_store', 'POST', '/vault', required),
        route('rte_either', 'GET', '/either', { traffic: { signing: 'optional' } }),
      ],
    };
  });
  await rig.enforcement.catchUp();
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

async function ask(lines: readonly string[], wish: Wish & { sent?: string; chunked?: boolean } = {}) {
  const { method = 'GET', path = '/acme/items/vault', keyName = 'pro' } = wish;
  const sent = wish.sent ?? wish.body ?? '';
  const framing = wish.chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${sent.length}`;
  const body = wish.chunked ? `${sent.length.toString(16)}\r\n${sent}\r\n0\r\n\r\n` : sent;
  const head = [`${method} ${path} HTTP/1.1`, 'Host: api.test', `X-Api-Key: ${rig.keys[keyName]}`, ...lines];
  const bytes = `${head.join('\r\n')}\r\n${sent === '' ? '' : `${framing}\r\n`}\r\n${sent === '' ? '' : body}`;
  const { responses } = await send(rig.gateway.port, bytes);
  return responses[0]!;
}

async function assertRefused(answer: { status: number; body: string }, problem: string): Promise<void> {
  assert.equal(answer.status, 401);
  assert.equal(JSON.parse(answer.body).type.split('/').at(-1), problem, answer.body);
}

describe('the words of RFC 9421', () => {
  const headers = [
    ['Host', 'example.com'],
    ['Date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
    ['Content-Type', 'application/json'],
  ].flat();
  const message = {
    method: 'POST',
    protocol: 'https',
    authority: 'example.com',
    target: '/foo?param=Value&Pet=dog',
    rawHeaders: headers,
  };

  test('its example B.2.5 of hmac-sha256 verifies, and nothing beside it', () => {
    const text = 'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"';
    const input = parseSignatureInputs(text)!.get('sig-b25')!;
    const signature = parseSignatures('sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:')!.get(
      'sig-b25',
    )!;
    const secret = Buffer.from(
      'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==',
      'base64',
    );
    const base = signedText(message, input)!;
    assert.equal(
      base,
      '"date": Tue, 20 Apr 2021 02:07:55 GMT\n"@authority": example.com\n"content-type": application/json\n' +
        '"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    );
    assert.equal(verifiesHmac(secret, base, signature), true);
    assert.equal(verifiesHmac(secret, base.replace('POST', 'GET').replace('json', 'xml'), signature), false);
    assert.equal(verifiesHmac(secret, base, signature.subarray(1)), false);
  });

  test('derived components are those of its section 2.2', () => {
    const input = (name: string) => parseSignatureInputs(`s=("${name}");created=1`)!.get('s')!;
    const lineOf = (name: string, target = message.target) =>
      signedText({ ...message, target, authority: 'Example.com:443' }, input(name))?.split('\n')[0];
    assert.equal(lineOf('@method'), '"@method": POST');
    assert.equal(lineOf('@authority'), '"@authority": example.com');
    assert.equal(lineOf('@target-uri'), '"@target-uri": https://example.com/foo?param=Value&Pet=dog');
    assert.equal(lineOf('@path'), '"@path": /foo');
    assert.equal(lineOf('@query'), '"@query": ?param=Value&Pet=dog');
    assert.equal(lineOf('@query', '/foo'), '"@query": ?');
    assert.equal(lineOf('@path', 'http://x.test?a=b'), '"@path": /');
    assert.equal(lineOf('@unknown'), undefined);
    assert.equal(lineOf('x-absent'), undefined);
  });

  test('what cannot be read is refused, not passed over', () => {
    for (const text of [
      '',
      'sig1',
      'sig1=(',
      'sig1=("@method"',
      'sig1=("@method""@path")',
      'sig1=("@method" "@method")',
      'sig1=("@query-param";name="a")',
      'sig1=("@method");created=1;created=2',
      'sig1=("@method");created',
      'sig1=("@method") x',
      'sig1=("@method"),',
      `${'a=("@method"),'.repeat(20)}b=("@method")`,
    ]) {
      assert.equal(parseSignatureInputs(text), null, text.slice(0, 60));
    }
    assert.equal(parseSignatureInputs('a=("@method");created=1, b=();nonce="x\\"y"')!.get('b')!.nonce, 'x"y');
    assert.equal(parseSignatures('sig1=:YQ==: x'), null);
  });
});

describe('a route that requires signatures', () => {
  test('serves what is signed, by path or by target, and passes no signature on', async () => {
    assert.equal((await ask(signedHeaders({}))).status, 200);
    assert.equal(rig.upstream.requests[0]!.headers.get('signature'), undefined);
    assert.equal(rig.upstream.requests[0]!.headers.get('signature-input'), undefined);
    const wish = { path: '/acme/items/vault?q=%20a', components: ['@method', '@target-uri', 'x-note'] };
    assert.equal((await ask(signedHeaders(wish), wish)).status, 200);
    const named = { params: ';keyid="key_pro";alg="hmac-sha256"' };
    assert.equal((await ask(signedHeaders(named))).status, 200);
  });

  test('refuses a key alone, and another key’s secret', async () => {
    await assertRefused(await ask([]), 'signature-missing');
    await assertRefused(await ask(signedHeaders({ secret: signingSecret('free') })), 'signature-invalid');
    await assertRefused(await ask(signedHeaders({ params: ';keyid="key_free"' })), 'signature-missing');
    assert.equal(rig.upstream.requests.length, 0);
  });

  test('refuses what was signed for another call', async () => {
    const lines = signedHeaders({});
    await assertRefused(await ask(lines, { path: '/acme/items/vault?admin=1' }), 'signature-invalid');
    await assertRefused(await ask(lines, { method: 'POST', sent: 'x' }), 'signature-invalid');
    await assertRefused(await ask(signedHeaders({ components: ['@method', '@path'] })), 'signature-invalid');
    await assertRefused(await ask(signedHeaders({ components: ['@path', '@query'] })), 'signature-invalid');
    await assertRefused(await ask(signedHeaders({ params: ';alg="rsa-v1_5-sha256"' })), 'signature-invalid');
    await assertRefused(
      await ask(['Signature-Input: sig1=(', 'Signature: sig1=:YQ==:']),
      'signature-invalid',
    );
    assert.equal(rig.upstream.requests.length, 0);
  });

  test('refuses what is old, from the future, or over', async () => {
    await assertRefused(await ask(signedHeaders({ age: 400 })), 'signature-expired');
    await assertRefused(await ask(signedHeaders({ age: -400 })), 'signature-expired');
    await assertRefused(
      await ask(signedHeaders({ params: `;expires=${nowSeconds() - 10}` })),
      'signature-expired',
    );
  });

  test('admits a signature once, whichever worker it comes to, and none without a nonce', async () => {
    const lines = signedHeaders({});
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(lines)));
    assert.ok(answers.filter((one) => one.status === 200).length <= 1);
    await assertRefused(await ask(lines), 'signature-invalid');
    await assertRefused(await ask(signedHeaders({ nonce: null })), 'signature-invalid');
    assert.equal((await ask(signedHeaders({}))).status, 200);
  });

  test('a refused signature uses nothing of a quota', async () => {
    for (let i = 0; i < 12; i += 1) {
      await ask(signedHeaders({ keyName: 'free', secret: 'wrong' }), { keyName: 'free' });
    }
    const answer = await ask(signedHeaders({ keyName: 'free' }), { keyName: 'free' });
    assert.equal(answer.status, 200);
    assert.match(answer.headers.ratelimit!, /"month";r=9;/);
  });
});

describe('a signed body', () => {
  const components = ['@method', '@path', '@query', 'content-digest'];
  const wish = { method: 'POST', body: 'hello world', components };

  test('goes on when it is the one that was signed', async () => {
    for (const chunked of [false, true]) {
      const answer = await ask(signedHeaders(wish), { ...wish, chunked });
      assert.equal(answer.status, 200);
      assert.equal(answer.body, 'echo:hello world');
    }
  });

  test('never reaches the upstream whole when it is another', async () => {
    const recorded = rig.journal().complete.length;
    for (const chunked of [false, true]) {
      const answer = await ask(signedHeaders(wish), { ...wish, sent: 'hello WORLD', chunked });
      await assertRefused(answer, 'body-not-as-signed');
      assert.match(answer.headers['www-authenticate']!, /^Bearer/);
    }
    await assertRefused(await ask(signedHeaders(wish), { method: 'POST' }), 'signature-invalid');
    assert.equal(rig.upstream.requests.length, 0);
    assert.equal(rig.journal().complete.length, recorded);
  });

  test('may be left uncovered by the client', async () => {
    const uncovered = { method: 'POST', body: 'free' };
    assert.equal((await ask(signedHeaders(uncovered), uncovered)).status, 200);
  });
});

test('where signatures are optional, none is needed, and a wrong one is refused', async () => {
  const path = '/acme/items/either';
  assert.equal((await ask([], { path })).status, 200);
  assert.equal((await ask(signedHeaders({ path }), { path })).status, 200);
  await assertRefused(await ask(signedHeaders({ path, secret: 'wrong' }), { path }), 'signature-invalid');
  rig.upstream.forget();
  const foreign = ['Signature-Input: up=("@method");keyid="theirs";created=1', 'Signature: up=:YQ==:'];
  assert.equal((await ask(foreign, { path })).status, 200, 'what is signed for the upstream is its own');
  assert.deepEqual(rig.upstream.requests[0]!.headers.get('signature'), ['up=:YQ==:']);
});

describe('the memory of nonces', () => {
  test('knows a nonce for as long as it was told, over all workers, and each key’s for itself', () => {
    const memory = createNonceMemory();
    const [one, other] = [new NonceTable(memory), new NonceTable(memory)];
    assert.equal(one.take('key_a', 'n', 1000, 600), true);
    assert.equal(other.take('key_a', 'n', 1001, 600), false);
    assert.equal(other.take('key_b', 'n', 1001, 600), true);
    assert.equal(other.take('key_a', 'n', 1599, 600), false);
    assert.equal(other.take('key_a', 'n', 1601, 600), true, 'it may be forgotten then');
  });

  test('forgets nothing of many calls, and its clock may go round', () => {
    const table = new NonceTable(createNonceMemory());
    const late = 2 ** 24 - 5;
    for (let i = 0; i < 50_000; i += 1) assert.equal(table.take('key', String(i), late, 600), true);
    for (let i = 0; i < 50_000; i += 1) assert.equal(table.take('key', String(i), late + 500, 600), false);
  });
});
