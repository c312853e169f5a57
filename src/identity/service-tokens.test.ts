import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { type Permission, route } from '#kernel';
import { tables } from './tables.ts';
import { startTestServer } from './test-server.ts';

// Stands for the ingestion route of a later room.
const ingest = route({
  method: 'POST',
  path: '/test/events',
  tag: 'test',
  summary: 'x',
  access: 'usage:write',
  response: { status: 200, schema: z.object({ organization_id: z.string() }) },
  handler: async (call) => ({ organization_id: call.organizationId }),
});

let server: Awaited<ReturnType<typeof startTestServer>>;
let owner: Awaited<ReturnType<typeof server.newPerson>>;
before(async () => {
  server = await startTestServer({ routes: [ingest] });
  owner = await server.newPerson('Owner');
});
after(() => server.stop());

const path = () => `/organizations/${owner.organizationId}/service-tokens`;
const create = (permissions: Permission[], more: object = {}, token = owner.token) =>
  server.call('POST', path(), { token, body: { name: 'Machine', permissions, ...more } });
const use = (token: string) => server.call('POST', '/test/events', { token });

test('a service token is shown once, kept as a hash, and does what its permissions say', async () => {
  const made = await create(['usage:write']);
  assert.equal(made.status, 201);
  assert.match(made.body.token, /^tps_[0-9A-Za-z]{43}$/);
  assert.equal(made.body.last_four, made.body.token.slice(-4));
  assert.deepEqual((await use(made.body.token)).body, { organization_id: owner.organizationId });
  const listed = await server.call('GET', path(), { token: owner.token });
  assert.ok(!JSON.stringify(listed.body).includes(made.body.token.slice(8)));
  assert.notEqual(listed.body.data[0].last_used_at, null);
  const [row] = await tables(server.db).selectFrom('identity_service_tokens').selectAll().execute();
  assert.equal(row!.token_hash.length, 32);
  assert.ok(!JSON.stringify(row).includes(made.body.token.slice(8, -4)));
  const self = await server.call('GET', '/me', { token: made.body.token });
  assert.deepEqual(
    [self.body.kind, self.body.user, self.body.permissions],
    ['service', null, ['usage:write']],
  );
  const weak = await create(['usage:read']);
  const refused = await use(weak.body.token);
  assert.equal(refused.status, 403);
  assert.equal(refused.body.permission, 'usage:write');
});

test('a token is refused once revoked or expired, and revoking can be repeated', async () => {
  const made = await create(['usage:write']);
  assert.equal((await use(made.body.token)).status, 200);
  const revoke = () => server.call('DELETE', `${path()}/${made.body.id}`, { token: owner.token });
  assert.equal((await revoke()).status, 204);
  assert.equal((await use(made.body.token)).status, 401);
  assert.equal((await revoke()).status, 204);
  const at = server.clock.now();
  const short = await create(['usage:write'], { expires_at: at.add({ minutes: 1 }).toString() });
  assert.equal((await use(short.body.token)).status, 200);
  server.clock.advance({ minutes: 1 });
  assert.equal((await use(short.body.token)).status, 401);
  owner = {
    ...owner,
    token: (
      await server.call('POST', '/auth/login', { body: { email: owner.email, password: owner.password } })
    ).body.access_token,
  };
  const past = await create(['usage:write'], { expires_at: at.toString() });
  assert.equal(past.status, 422);
  assert.equal((await use('tps_unknown')).status, 401);
});

test('a token that another process revokes is refused within a second', async () => {
  const made = await create(['usage:write']);
  // The first use notes when it was; the second is the one that is remembered.
  for (let i = 0; i < 2; i += 1) assert.equal((await use(made.body.token)).status, 200);
  const revoked = { revoked_at: server.clock.now() };
  await tables(server.db)
    .updateTable('identity_service_tokens')
    .set(revoked)
    .where('id', '=', made.body.id)
    .execute();
  assert.equal((await use(made.body.token)).status, 200, 'this process remembers it');
  server.clock.advance({ seconds: 1 });
  assert.equal((await use(made.body.token)).status, 401);
});

test('a token belongs to one organization, whatever the header says', async () => {
  const made = await create(['usage:write']);
  const stranger = await server.newPerson('Stranger');
  const as = (organization: string) =>
    server.call('POST', '/test/events', {
      token: made.body.token,
      headers: { 'turnpike-organization': organization },
    });
  assert.equal((await as(owner.organizationId)).status, 200);
  assert.equal((await as('owner')).status, 200, 'its slug');
  assert.equal((await as(stranger.organizationId)).status, 404);
  const foreign = await server.call('GET', `/organizations/${stranger.organizationId}`, {
    token: made.body.token,
  });
  assert.equal(foreign.status, 404);
});

test('no token gets more than its maker has, and machines make no machines', async () => {
  const machine = await create(['settings:write', 'members:write', 'members:read']);
  const { token } = machine.body;
  const child = await create(['members:read'], {}, token);
  assert.equal(child.status, 403);
  assert.match(child.body.type, /scope-refused$/);
  const members = `/organizations/${owner.organizationId}/members`;
  const climb = (role: string) =>
    server.call('POST', members, { token, body: { email: 'new@example.com', role } });
  for (const role of ['owner', 'admin', 'viewer']) assert.equal((await climb(role)).status, 403, role);
  const second = await server.call('POST', '/organizations', { token, body: { name: 'Of a machine' } });
  assert.equal(second.status, 403);
  const developer = await server.newPerson('Developer');
  await server.call('POST', members, {
    token: owner.token,
    body: { email: developer.email, role: 'developer' },
  });
  assert.equal((await create(['usage:write'], {}, developer.token)).status, 403, 'needs settings:write');
});

test('unknown permissions and fields are refused', async () => {
  for (const [body, pointer] of [
    [{ name: 'x', permissions: ['everything'] }, '/permissions/0'],
    [{ name: 'x', permissions: [] }, '/permissions'],
    [{ name: 'x', permissions: ['usage:read'], organization_id: 'org_1' }, '/organization_id'],
    [{ name: 'x', permissions: ['usage:read'], expires_at: 'tomorrow' }, '/expires_at'],
    [
      { name: 'x', permissions: ['usage:read'], expires_at: '2100-01-01T00:00:00.0123456789Z' },
      '/expires_at',
    ],
  ] as const) {
    const answer = await server.call('POST', path(), { token: owner.token, body });
    assert.equal(answer.status, 422, pointer);
    assert.equal(answer.body.errors[0].pointer, pointer);
  }
});
