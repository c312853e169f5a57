import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { createOperator } from './create-operator.ts';
import { tables } from './tables.ts';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let operator: string;
const root = { email: 'root@example.com', password: 'correct horse battery' };

before(async () => {
  server = await startTestServer({
    obligationsOf: async (_db, ids) =>
      new Map(ids.filter((id) => busy.has(id)).map((id) => [id, ['end 1 subscription(s)']])),
  });
  await createOperator(server.db, server.identity, { ...root, at: server.clock.now() });
});
beforeEach(async () => {
  operator = (await server.call('POST', '/auth/login', { body: root })).body.access_token;
});
after(() => server.stop());

/** Organizations in whose name something runs. */
const busy = new Set<string>();

type Person = Awaited<ReturnType<typeof server.newPerson>>;
const erase = (person: Person, body: unknown = { password: person.password }) =>
  server.call('DELETE', '/me', { token: person.token, body });
const asOperator = (method: string, path: string) => server.call(method, path, { token: operator });

/** Every column of every table, as text. */
async function everything(): Promise<string> {
  const { rows: names } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(
    server.db,
  );
  const texts: string[] = [];
  for (const { name } of names) {
    const { rows } = await sql<{ text: string }>`
      select coalesce(string_agg(t::text, ' '), '') as text from ${sql.table(name)} t`.execute(server.db);
    texts.push(rows[0]!.text);
  }
  return texts.join('\n').toLowerCase();
}

test('D52: an erased person is nowhere any more, and the account is gone', async () => {
  const body = { email: 'quixote@example.com', password: 'correct horse battery', name: 'Alonso Quijano' };
  const headers = { 'user-agent': 'Rocinante/1.0', 'x-forwarded-for': '198.51.100.77' };
  const { body: made } = await server.call('POST', '/auth/signup', { body, headers });
  const person = { ...body, token: made.access_token } as Person;
  await server.takeMails();
  await server.call('POST', '/auth/password/forgot', { body: { email: body.email } });
  await server.takeMails();
  assert.ok((await everything()).includes('quijano'));
  assert.equal((await erase(person, { password: 'not the password' })).status, 422);
  assert.equal((await erase(person)).status, 204);
  const left = await everything();
  for (const trace of [/quijano/, /quixote/, /rocinante/, /198\.51\.100\.77/])
    assert.equal(trace.exec(left)?.[0], undefined);
  assert.doesNotMatch(server.lines.join('\n').toLowerCase(), /quixote|quijano/);
  assert.equal((await server.call('GET', '/me', { token: person.token })).status, 401);
  const { email, password } = body;
  assert.equal((await server.call('POST', '/auth/login', { body: { email, password } })).status, 401);
});

test('D52: erased again, nothing happens; the address is free', async () => {
  const dulcinea = await server.newPerson('Dulcinea');
  assert.equal((await erase(dulcinea)).status, 204);
  const before = await everything();
  assert.equal((await asOperator('DELETE', `/directory/people/${dulcinea.userId}`)).status, 204);
  const without = (text: string) => text.replace(/\S*last_seen\S*/g, '');
  assert.equal(without(await everything()).length, without(before).length);
  await server.newPerson('Dulcinea');
});

test('D52: the only owner of an organization in which something runs, or others are, hands it over first', async () => {
  const sancho = await server.newPerson('Sancho');
  const teresa = await server.newPerson('Teresa');
  busy.add(sancho.organizationId);
  const refused = await erase(sancho);
  assert.deepEqual([refused.status, /organization-needed$/.test(refused.body.type)], [409, true]);
  assert.deepEqual(refused.body.organizations[0].obligations, ['end 1 subscription(s)']);
  const members = `/organizations/${sancho.organizationId}/members`;
  const add = { email: teresa.email, role: 'admin' };
  await server.call('POST', members, { token: sancho.token, body: add });
  busy.delete(sancho.organizationId);
  assert.equal((await erase(sancho)).status, 409, 'somebody else is in it');
  await server.call('PATCH', `${members}/${teresa.userId}`, { token: sancho.token, body: { role: 'owner' } });
  assert.equal((await erase(sancho)).status, 204);
  const { body } = await server.call('GET', members, { token: teresa.token });
  assert.deepEqual(
    body.data.map((one: { email: string }) => one.email),
    [teresa.email],
  );
});

test('an organization is closed by its owners only, when nothing runs, and stays closed', async () => {
  const ana = await server.newPerson('Ana');
  const bernardo = await server.newPerson('Bernardo');
  const path = `/organizations/${ana.organizationId}`;
  const add = { email: bernardo.email, role: 'admin' };
  await server.call('POST', `${path}/members`, { token: ana.token, body: add });
  assert.equal((await server.call('POST', `${path}/close`, { token: bernardo.token })).status, 403);
  busy.add(ana.organizationId);
  assert.match(
    (await server.call('POST', `${path}/close`, { token: ana.token })).body.type,
    /organization-busy$/,
  );
  busy.delete(ana.organizationId);
  const order = { name: 'machine', permissions: ['usage:write'] };
  const machine = await server.call('POST', `${path}/service-tokens`, { token: ana.token, body: order });
  assert.equal((await server.call('POST', `${path}/close`, { token: ana.token })).status, 204);
  assert.equal((await server.call('GET', path, { token: ana.token })).status, 404);
  server.clock.advance({ seconds: 2 });
  assert.equal((await server.call('GET', '/me', { token: machine.body.token })).status, 401);
});

test('the export holds what is kept about a person, and nothing secret', async () => {
  const carmen = await server.newPerson('Carmen');
  const { status, body } = await server.call('GET', '/me/export', { token: carmen.token });
  assert.equal(status, 200);
  assert.equal(body.person.email, carmen.email);
  assert.equal(body.organizations[0].role, 'owner');
  assert.equal(body.sessions[0].address, '127.0.0.1');
  assert.doesNotMatch(JSON.stringify(body), /argon2|hash|sealed/);
});

test('sessions are listed with device and address, and ended one by one or all but this', async () => {
  const diego = await server.newPerson('Diego');
  const credentials = { email: diego.email, password: diego.password };
  const headers = { 'user-agent': 'Firefox/140', 'x-forwarded-for': '203.0.113.9' };
  const { body: other } = await server.call('POST', '/auth/login', { body: credentials, headers });
  const list = async (token: string) => (await server.call('GET', '/me/sessions', { token })).body.data;
  const sessions = await list(diego.token);
  assert.deepEqual(
    sessions.map((one: { address: string; user_agent: string; current: boolean }) => [
      one.address,
      one.user_agent === 'Firefox/140',
      one.current,
    ]),
    [
      ['203.0.113.9', true, false],
      ['127.0.0.1', false, true],
    ],
  );
  const elena = await server.newPerson('Elena');
  const path = `/me/sessions/${sessions[0].id}`;
  assert.equal((await server.call('DELETE', path, { token: elena.token })).status, 404, "another's");
  assert.equal((await server.call('DELETE', path, { token: diego.token })).status, 204);
  assert.equal((await server.call('GET', '/me', { token: other.access_token })).status, 401);
  const { body: third } = await server.call('POST', '/auth/login', { body: credentials });
  assert.equal(
    (await server.call('POST', '/me/sessions/end-others', { token: third.access_token })).status,
    204,
  );
  assert.equal((await server.call('GET', '/me', { token: diego.token })).status, 401);
  assert.equal((await list(third.access_token)).length, 1);
});

test('a suspended person is out at the next request, and told so only with the right password', async () => {
  const fermin = await server.newPerson('Fermin');
  const people = `/directory/people/${fermin.userId}`;
  const login = (password: string) =>
    server.call('POST', '/auth/login', { body: { email: fermin.email, password } });
  assert.equal((await asOperator('POST', `${people}/suspend`)).status, 204);
  assert.equal((await server.call('GET', '/me', { token: fermin.token })).status, 401);
  assert.match((await login(fermin.password)).body.type, /account-suspended$/);
  assert.match((await login('not his password')).body.type, /wrong-credentials$/);
  await server.takeMails();
  await server.call('POST', '/auth/password/forgot', { body: { email: fermin.email } });
  assert.deepEqual(await server.takeMails(), []);
  assert.equal((await asOperator('POST', `${people}/resume`)).status, 204);
  assert.equal((await login(fermin.password)).status, 200);
  assert.equal((await server.call('POST', `${people}/suspend`, { token: fermin.token })).status, 401);
});

test('a suspended organization is silent: members hold no permission, machines are refused', async () => {
  const gil = await server.newPerson('Gil');
  const path = `/organizations/${gil.organizationId}`;
  const order = { name: 'machine', permissions: ['members:read'] };
  const { body: machine } = await server.call('POST', `${path}/service-tokens`, {
    token: gil.token,
    body: order,
  });
  const silence = `/directory/organizations/${gil.organizationId}`;
  assert.equal((await asOperator('POST', `${silence}/suspend`)).status, 204);
  server.clock.advance({ seconds: 2 });
  assert.equal((await server.call('GET', `${path}/members`, { token: gil.token })).status, 403);
  assert.equal((await server.call('GET', '/me', { token: machine.token })).status, 401);
  assert.equal((await asOperator('POST', `${silence}/resume`)).status, 204);
  assert.equal((await server.call('GET', `${path}/members`, { token: gil.token })).status, 200);
  assert.equal((await server.call('GET', '/me', { token: machine.token })).status, 200);
  const { rows } = await sql<{ names: string[] }>`
    select array_agg(name order by id) as names from kernel_events
    where name in ('organization.suspended', 'organization.resumed')`.execute(server.db);
  assert.deepEqual(rows[0]!.names, ['organization.suspended', 'organization.resumed']);
});

test('the operator finds people and organizations by a part of what they are called', async () => {
  const hernan = await server.newPerson('Hernan_50');
  await server.newPerson('HernanX50');
  const found = await asOperator('GET', `/directory/people?search=${encodeURIComponent('N_50')}`);
  assert.deepEqual(
    found.body.data.map((one: { id: string; live_sessions: number }) => [one.id, one.live_sessions]),
    [[hernan.userId, 1]],
  );
  const organizations = await asOperator(
    'GET',
    `/directory/organizations?search=${encodeURIComponent('nan_50')}`,
  );
  assert.equal(organizations.body.data[0].id, hernan.organizationId);
  assert.equal((await server.call('GET', '/directory/people', { token: hernan.token })).status, 403);
});

test('the operator is not suspended, and the last one not erased', async () => {
  const { id } = await tables(server.db)
    .selectFrom('identity_users')
    .select('id')
    .where('operator', '=', true)
    .executeTakeFirstOrThrow();
  assert.equal((await asOperator('POST', `/directory/people/${id}/suspend`)).status, 409);
  assert.equal((await asOperator('DELETE', `/directory/people/${id}`)).status, 409);
});
