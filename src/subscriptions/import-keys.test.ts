import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { currentChangeCursor, readChanges } from '#kernel';
import { loadKeysForGateway } from './find.ts';
import { createKeyText } from './key-text/index.ts';
import { openTestServer, pointers, START, type TestServer } from './test-server.ts';

let server: TestServer;
let productId: string;
let cara: string;
let carl: string;
let count = 0;

before(async () => {
  server = await openTestServer();
});
after(() => server.close());
beforeEach(async () => {
  server.clock.set(START);
  productId = (await server.offerProduct(`imported-${++count}`)).id;
  const order = { product: productId, plan: 'free' };
  cara = (await server.ok('cara', 'POST', '/subscriptions', order)).id;
  carl = (await server.ok('carl', 'POST', '/subscriptions', order)).id;
});

const newText = () => randomBytes(16).toString('hex');
const digestOf = (text: string, form: 'hex' | 'base64' | 'base64url') =>
  createHash('sha256').update(text).digest(form);
const send = (keys: unknown[], by: 'acme' | 'rival' | 'cara' = 'acme') =>
  server.request(by, 'POST', `/products/${productId}/keys/import`, { keys });
const reasons = (answer: { body: { results: { status: string; reason: string | null }[] } }) =>
  answer.body.results.map((one) => one.reason ?? one.status);

describe('keys that a company issued before', () => {
  test('are hashed alike, whether their text or its digest is given', async () => {
    const texts = [newText(), newText(), newText(), newText()];
    const [plain, ...digested] = texts;
    const forms = ['hex', 'base64', 'base64url'] as const;
    const rows = [
      { subscription_id: cara, name: 'plain', key: plain, scopes: ['read'], environment: 'test' },
      ...digested.map((text, i) => ({
        subscription_id: carl,
        name: forms[i],
        sha256: digestOf(text, forms[i]!),
      })),
    ];
    const { cursor } = await readChanges(server.db, await currentChangeCursor(server.db));
    const { status, body } = await send(rows);
    assert.deepEqual([status, body.imported, body.refused], [200, 4, 0]);
    const ids: string[] = body.results.map((one: { key_id: string }) => one.key_id);
    const loaded = await loadKeysForGateway(server.db, { ids });
    for (const [i, id] of ids.entries()) {
      const one = loaded.find(({ keyId }) => keyId === id)!;
      const digest = createHash('sha256').update(texts[i]!).digest();
      assert.deepEqual(one.hash, server.secrets.hmac('api-key', digest));
      assert.deepEqual([one.imported, one.subscriptionId], [true, i === 0 ? cara : carl]);
    }
    const { changes } = await readChanges(server.db, cursor);
    assert.deepEqual(changes.map((one) => one.id).sort(), ids.toSorted());
    const shown = await server.ok('cara', 'GET', `/keys/${ids[0]}`);
    assert.deepEqual(
      [shown.imported, shown.prefix, shown.last_four, shown.scopes, shown.environment],
      [true, '', plain!.slice(-4), ['read'], 'test'],
    );
    const { rows: found } = await sql<{ text: string }>`
      select t::text as text from subscriptions_keys t where id = ${ids[0]}`.execute(server.db);
    assert.ok(!found[0]!.text.includes(plain!) && !found[0]!.text.includes(digestOf(plain!, 'hex')));
  });

  test('are imported once, however often they are sent and in whichever form', async () => {
    const text = newText();
    const row = { subscription_id: cara, name: 'one', key: text };
    assert.deepEqual(reasons(await send([row])), ['imported']);
    assert.deepEqual(reasons(await send([row, { ...row, name: 'else' }])), ['unchanged', 'unchanged']);
    const digest = { subscription_id: cara, name: 'one', sha256: digestOf(text, 'base64') };
    assert.deepEqual(reasons(await send([digest])), ['unchanged']);
    const many = await Promise.all([1, 2, 3].map(() => send([{ ...row, name: 'new', key: `${text}!` }])));
    assert.deepEqual(many.map((one) => reasons(one)[0]).sort(), ['imported', 'unchanged', 'unchanged']);
  });

  test('belong to one subscription of the installation', async () => {
    const text = newText();
    const rows = [cara, carl].map((id) => ({ subscription_id: id, name: 'mine', key: text }));
    assert.deepEqual(reasons(await send(rows)), ['imported', 'key-taken'], 'within a batch');
    assert.deepEqual(reasons(await send([rows[1]!])), ['key-taken'], 'and after it');
    const raced = newText();
    const race = await Promise.all(
      [cara, carl].map((id) => send([{ subscription_id: id, name: 'raced', key: raced }])),
    );
    assert.deepEqual(race.flatMap(reasons).sort(), ['imported', 'key-taken'], 'and in one moment');
    const own = await server.ok('cara', 'POST', '/keys', { subscription_id: cara, name: 'own' });
    assert.deepEqual(
      reasons(await send([{ subscription_id: carl, name: 'stolen', key: own.key }])),
      ['key-taken'],
      'a key that was made here is no exception',
    );
  });

  test('each have an outcome of their own', async () => {
    const revoked = newText();
    const [first] = (await send([{ subscription_id: cara, name: 'old', key: revoked }])).body.results;
    await server.ok('cara', 'POST', `/keys/${first.key_id}/revoke`);
    const row = (more: object) => ({ subscription_id: cara, name: 'x', key: newText(), ...more });
    const own = createKeyText('live');
    const wrong = own.slice(0, -1) + (own.endsWith('0') ? '1' : '0');
    const answer = await send([
      row({ subscription_id: 'sub_none' }),
      row({ key: 'a1b2c3d4e5f6g7h' }),
      row({ key: `with a space ${newText()}` }),
      row({ key: 'ababababababababababab' }),
      row({ key: wrong }),
      row({ key: revoked }),
      row({ expires_at: START }),
      row({ routes: ['rte_none'] }),
      row({ name: 'fine' }),
      row({ name: 'fine' }),
      row({ name: 'from another installation', key: own }),
    ]);
    assert.deepEqual(reasons(answer), [
      'subscription-not-found',
      'key-weak',
      'key-weak',
      'key-weak',
      'key-weak',
      'key-revoked',
      'expiry-past',
      'route-not-found',
      'imported',
      'name-taken',
      'imported',
    ]);
    const [loaded] = await loadKeysForGateway(server.db, { ids: [answer.body.results[10].key_id] });
    assert.deepEqual(loaded?.hash, server.secrets.hmac('api-key', own), 'hashed as keys of our form are');
  });

  test('are at most as many as a subscription may have', async () => {
    const rows = Array.from({ length: 101 }, (_, i) => ({
      subscription_id: cara,
      name: `key ${i}`,
      key: newText(),
    }));
    const { body } = await send(rows);
    assert.deepEqual([body.imported, body.results[100].reason], [100, 'too-many-keys']);
  });

  test('are imported by the provider of the product alone', async () => {
    const rows = [{ subscription_id: cara, name: 'x', key: newText() }];
    for (const by of ['rival', 'cara'] as const) assert.equal((await send(rows, by)).status, 404);
    const other = (await server.offerProduct(`other-${count}`)).id;
    const answer = await server.request('acme', 'POST', `/products/${other}/keys/import`, { keys: rows });
    assert.deepEqual(reasons(answer), ['subscription-not-found']);
  });

  test('are a rotation away from a key of our form', async () => {
    const [{ key_id: id }] = (await send([{ subscription_id: cara, name: 'x', key: newText() }])).body
      .results;
    const made = await server.ok('cara', 'POST', `/keys/${id}/rotate`, { overlap_seconds: 3600 });
    assert.deepEqual([made.imported, made.old.imported], [false, true]);
    assert.match(made.key, /^tp_live_/);
  });

  const bad: [string, Record<string, unknown>, string][] = [
    ['both a key and a digest', { sha256: digestOf('x', 'hex') }, '/keys/0/sha256'],
    ['neither', { key: undefined }, '/keys/0/key'],
    ['a digest that is none', { key: undefined, sha256: 'abc' }, '/keys/0/sha256'],
    ['an address that is none', { allowed_ips: ['x'] }, '/keys/0/allowed_ips/0'],
  ];
  for (const [what, wrong, pointer] of bad) {
    test(`are refused for ${what}`, async () => {
      const answer = await send([{ subscription_id: cara, name: 'x', key: newText(), ...wrong }]);
      assert.deepEqual([answer.status, pointers(answer)], [422, [pointer]]);
    });
  }
});
