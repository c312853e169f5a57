import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { currentChangeCursor, readChanges } from '#kernel';
import { loadKeysForGateway } from './find.ts';
import { isWellFormedKey, SIGNING_PURPOSE, signingSecretOf } from './key-text/index.ts';
import { openTestServer, pointers, START, type TestServer } from './test-server.ts';

let server: TestServer;
let subscriptionId: string;
let count = 0;

before(async () => {
  server = await openTestServer();
});
after(() => server.close());
beforeEach(async () => {
  server.clock.set(START);
  const product = await server.offerProduct(`api-${++count}`);
  const made = await server.ok('cara', 'POST', '/subscriptions', { product: product.id, plan: 'free' });
  subscriptionId = made.id;
});

const create = (other: Record<string, unknown> = {}) =>
  server.request('cara', 'POST', '/keys', { subscription_id: subscriptionId, name: 'laptop', ...other });

describe('API keys', () => {
  test('D46 are shown once and stored as a keyed hash', async () => {
    const { status, body } = await create();
    assert.equal(status, 201);
    assert.match(body.key, /^tp_live_/);
    assert.ok(isWellFormedKey(body.key));
    assert.deepEqual([body.prefix, body.last_four], [body.key.slice(0, 12), body.key.slice(-4)]);
    const { key: _, signing_secret: signingSecret, ...made } = body;
    const shown = { ...made, last_used_at: null };
    const derivationKey = server.secrets.hmacKey(SIGNING_PURPOSE);
    assert.equal(signingSecret, signingSecretOf(derivationKey, body.id), 'gateways make the same');
    assert.deepEqual(await server.ok('cara', 'GET', `/keys/${body.id}`), shown);
    assert.deepEqual((await server.ok('cara', 'GET', `/keys?subscription=${subscriptionId}`)).data, [shown]);
    const [loaded] = await loadKeysForGateway(server.db, { ids: [body.id] });
    assert.deepEqual(loaded?.hash, server.secrets.hmac('api-key', body.key));
    assert.deepEqual([loaded?.subscriptionId, loaded?.environment], [subscriptionId, 'live']);
  });

  test('leave their text in no table', async () => {
    const { body } = await create();
    const { rows: tables } = await sql<{ name: string }>`
      select quote_ident(table_name) as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(server.db);
    assert.ok(tables.length > 5);
    const secret = `%${body.key.slice(8, 32)}%`;
    for (const { name } of tables) {
      const { rows } = await sql<{ found: boolean }>`
        select exists (select from ${sql.raw(name)} t where t::text like ${secret}) as found`.execute(
        server.db,
      );
      assert.equal(rows[0]!.found, false, name);
    }
  });

  test('live several at once, under names of their own', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => create()));
    assert.deepEqual(answers.map((one) => one.status).sort(), [201, 409, 409], 'one of each name');
    const refused = answers.find((one) => one.status === 409)!;
    assert.deepEqual(pointers(refused), ['/name']);
    const test = (await create({ name: 'ci', environment: 'test' })).body;
    assert.match(test.key, /^tp_test_/);
    const first = answers.find((one) => one.status === 201)!.body;
    await server.ok('cara', 'POST', `/keys/${first.id}/revoke`);
    assert.equal((await create()).status, 201, 'the name of a revoked key is free again');
  });

  test('D46 are revoked for good, and repeating that changes nothing', async () => {
    const { id } = (await create()).body;
    const { cursor } = await readChanges(server.db, await currentChangeCursor(server.db));
    const revoked = await server.ok('cara', 'POST', `/keys/${id}/revoke`);
    assert.deepEqual([revoked.state, revoked.revoked_at], ['revoked', '2027-01-31T10:15:00.000Z']);
    const { changes } = await readChanges(server.db, cursor);
    assert.deepEqual(changes, [{ topic: 'key', id }]);
    server.clock.advance({ hours: 1 });
    assert.deepEqual(await server.ok('cara', 'POST', `/keys/${id}/revoke`), revoked);
    const [loaded] = await loadKeysForGateway(server.db, { ids: [id] });
    assert.equal(loaded?.state, 'revoked', 'the gateway still tells its holder');
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from kernel_events
      where name = 'key.revoked' and payload->>'key_id' = ${id}`.execute(server.db);
    assert.equal(rows[0]!.n, 1);
  });

  test('D46 expire when they say', async () => {
    const { id } = (await create({ expires_at: '2027-01-31T12:15:00+01:00' })).body;
    assert.equal((await server.ok('cara', 'GET', `/keys/${id}`)).state, 'active');
    server.clock.set('2027-01-31T11:15:00Z');
    const later = await server.ok('cara', 'GET', `/keys/${id}`);
    assert.deepEqual([later.state, later.expires_at], ['expired', '2027-01-31T11:15:00.000Z']);
    const [loaded] = await loadKeysForGateway(server.db, { ids: [id] });
    assert.equal(loaded?.expiresAt?.toString(), '2027-01-31T11:15:00Z');
  });

  test("of another organization do not exist, nor can one be made on another's subscription", async () => {
    const { id } = (await create()).body;
    for (const caller of ['carl', 'acme'] as const) {
      assert.equal((await server.request(caller, 'GET', `/keys/${id}`)).status, 404);
      assert.equal((await server.request(caller, 'POST', `/keys/${id}/revoke`)).status, 404);
      assert.deepEqual((await server.ok(caller, 'GET', `/keys?subscription=${subscriptionId}`)).data, []);
      const made = await server.request(caller, 'POST', '/keys', {
        subscription_id: subscriptionId,
        name: 'mine',
      });
      assert.equal(made.status, 404);
    }
    assert.equal((await server.ok('cara', 'GET', `/keys/${id}`)).state, 'active');
  });

  const bad: [string, Record<string, unknown>, string][] = [
    ['an unknown environment', { environment: 'prod' }, '/environment'],
    ['an empty name', { name: ' ' }, '/name'],
    ['a NUL in the name', { name: 'a\u0000' }, '/name'],
    ['a long name', { name: 'x'.repeat(101) }, '/name'],
    ['an expiry in the past', { expires_at: '2027-01-31T10:15:00Z' }, '/expires_at'],
    ['an expiry that is no time', { expires_at: '2027-02-30T00:00:00Z' }, '/expires_at'],
    ['an expiry without a zone', { expires_at: '2028-01-01T00:00:00' }, '/expires_at'],
    ['a key of its own choice', { key: 'tp_live_x' }, '/key'],
  ];
  for (const [what, wrong, pointer] of bad) {
    test(`are refused for ${what}, and nothing is written`, async () => {
      const answer = await create(wrong);
      assert.deepEqual([answer.status, pointers(answer)], [422, [pointer]]);
      assert.deepEqual((await server.ok('cara', 'GET', `/keys?subscription=${subscriptionId}`)).data, []);
    });
  }

  test('all come page by page', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await create({ name });
    const seen: string[] = [];
    for (let after = ''; ; after = seen.at(-1)!) {
      const page = await loadKeysForGateway(server.db, { after, limit: 3 });
      seen.push(...page.map((one) => one.keyId));
      if (page.length < 3) break;
    }
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from subscriptions_keys`.execute(
      server.db,
    );
    assert.equal(seen.length, rows[0]!.n);
    assert.equal(new Set(seen).size, seen.length);
  });
});
