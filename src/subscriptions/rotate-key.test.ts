import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { loadKeysForGateway } from './find.ts';
import { isWellFormedKey } from './key-text/index.ts';
import { openTestServer, pointers, START, type TestServer } from './test-server.ts';

let server: TestServer;
let subscriptionId: string;
let old: { id: string; key: string };
let count = 0;

before(async () => {
  server = await openTestServer();
});
after(() => server.close());
beforeEach(async () => {
  server.clock.set(START);
  const product = await server.offerProduct(`rotating-${++count}`);
  const made = await server.ok('cara', 'POST', '/subscriptions', { product: product.id, plan: 'free' });
  subscriptionId = made.id;
  old = await create('server', { scopes: ['read'], allowed_ips: ['192.0.2.1'], environment: 'test' });
});

const create = (name: string, more: Record<string, unknown> = {}) =>
  server.ok('cara', 'POST', '/keys', { subscription_id: subscriptionId, name, ...more });
const rotate = (id: string, overlap_seconds: unknown = 60) =>
  server.request('cara', 'POST', `/keys/${id}/rotate`, { overlap_seconds });
const show = (id: string) => server.ok('cara', 'GET', `/keys/${id}`);

describe('the rotation of a key', () => {
  test('D46 makes one with the same name and restrictions, and ends the old one after the overlap', async () => {
    const { status, body } = await rotate(old.id);
    assert.equal(status, 201);
    assert.ok(isWellFormedKey(body.key) && body.key !== old.key);
    assert.deepEqual(
      [body.name, body.environment, body.scopes, body.allowed_ips, body.expires_at, body.successor_id],
      ['server', 'test', ['read'], ['192.0.2.1'], null, null],
    );
    assert.deepEqual(
      [body.old.id, body.old.state, body.old.expires_at, body.old.successor_id],
      [old.id, 'active', '2027-01-31T10:16:00.000Z', body.id],
    );
    const loaded = await loadKeysForGateway(server.db, { ids: [old.id, body.id] });
    assert.deepEqual(new Set(loaded.map((one) => one.subscriptionId)), new Set([subscriptionId]));
    server.clock.advance({ seconds: 60 });
    assert.equal((await show(old.id)).state, 'expired');
    assert.equal((await show(body.id)).state, 'active');
  });

  test('ends the old one at once when there is no overlap, and never lengthens its life', async () => {
    assert.equal((await rotate(old.id, 0)).body.old.state, 'expired');
    const short = await create('short', { expires_at: '2027-01-31T10:15:30Z' });
    const { body } = await rotate(short.id, 3600);
    assert.equal(body.old.expires_at, '2027-01-31T10:15:30.000Z');
  });

  test('repeated, at once or later, names the successor and makes no other key', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => rotate(old.id)));
    assert.deepEqual(answers.map((one) => one.status).sort(), [201, 409, 409]);
    const made = answers.find((one) => one.status === 201)!.body;
    server.clock.advance({ hours: 1 });
    const again = await rotate(old.id);
    assert.deepEqual([again.status, again.body.successor_id], [409, made.id]);
    const { data } = await server.ok('cara', 'GET', `/keys?subscription=${subscriptionId}`);
    assert.equal(data.length, 2);
    const change = await server.request('cara', 'PATCH', `/keys/${old.id}`, { expires_at: null });
    assert.deepEqual([change.status, change.body.successor_id], [409, made.id], 'its end stays');
  });

  test('gives its name on, so that no other key may take it', async () => {
    const { body } = await rotate(old.id);
    const taken = { subscription_id: subscriptionId, name: 'server' };
    assert.equal((await server.request('cara', 'POST', '/keys', taken)).status, 409);
    assert.equal((await rotate(body.id)).status, 201, 'the successor is rotated like any key');
  });

  test('is refused for what has ended, and for another organization', async () => {
    assert.equal((await server.request('carl', 'POST', `/keys/${old.id}/rotate`, {})).status, 422);
    const body = { overlap_seconds: 0 };
    assert.equal((await server.request('carl', 'POST', `/keys/${old.id}/rotate`, body)).status, 404);
    await server.ok('cara', 'POST', `/keys/${old.id}/revoke`);
    assert.equal((await rotate(old.id)).status, 409);
  });

  test('overlaps for 30 days at most', async () => {
    for (const wrong of [-1, 2_592_001, 0.5, '60', null]) {
      assert.deepEqual(pointers(await rotate(old.id, wrong)), ['/overlap_seconds']);
    }
    assert.equal((await rotate(old.id, 2_592_000)).status, 201);
  });
});
