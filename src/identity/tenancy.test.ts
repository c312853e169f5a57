import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { anonymous, type Db, inTransaction, Problem, route } from '#kernel';
import { requireOrganization } from './acting.ts';
import { organizationBillingProfile } from './billing-profile.ts';
import { removeMember } from './change-role.ts';
import { createOperator } from './create-operator.ts';
import { identityProblems } from './problems.ts';
import { findOrganizations, resolveOrganizations } from './store-accounts.ts';
import { findOwners } from './store-members.ts';
import { startTestServer } from './test-server.ts';

// Stands for the routes of later rooms, which name the organization in their path.
const workspaceRoute = route({
  method: 'GET',
  path: '/test/{workspace_id}',
  tag: 'test',
  summary: 'x',
  access: 'usage:read',
  params: z.object({ workspace_id: z.string() }),
  response: { status: 200, schema: z.object({ id: z.string() }) },
  handler: async (call) => ({ id: (await requireOrganization(call, call.params.workspace_id)).id }),
});

type Person = Awaited<ReturnType<typeof server.newPerson>>;
let server: Awaited<ReturnType<typeof startTestServer>>;
let operatorToken: string;
let acme: Person;
let rival: Person;

before(async () => {
  server = await startTestServer({ routes: [workspaceRoute] });
  const { identity, clock, db } = server;
  const operator = { email: 'Operator@example.com', password: 'one time password', at: clock.now() };
  await createOperator(db, identity, operator);
  const body = { email: operator.email, password: operator.password };
  operatorToken = (await server.call('POST', '/auth/login', { body })).body.access_token;
  acme = await server.newPerson('Acme');
  rival = await server.newPerson('Rival');
});
after(() => server.stop());

const of = (person: Person, path = '') => `/organizations/${person.organizationId}${path}`;
const add = (by: Person, to: Person, email: string, role: string, token = by.token) =>
  server.call('POST', of(to, '/members'), { token, body: { email, role } });
const legal = {
  name: 'Acme GmbH',
  address: { line1: 'Ring 1', city: 'Berlin', postal_code: '10115' },
  country: 'DE',
  tax_id: 'DE136695976',
};
const auditActions = async (organizationId: string) => {
  const { rows } = await sql<{ action: string }>`
    select action from kernel_audit_entries where chain = ${organizationId} order by position`.execute(
    server.db,
  );
  return rows.map(({ action }) => action);
};

test("every route of this room answers 404 for another organization's objects, and changes nothing", async () => {
  const invited = await add(rival, rival, 'guest@example.com', 'viewer');
  const body = { name: 'Theirs', permissions: ['usage:write'] };
  const token = await server.call('POST', of(rival, '/service-tokens'), { token: rival.token, body });
  const attempts: [string, string, unknown?][] = [
    ['GET', of(rival)],
    ['PATCH', of(rival), { name: 'Taken over' }],
    ['POST', of(rival, '/provider'), { legal }],
    ['GET', of(rival, '/members')],
    ['POST', of(rival, '/members'), { email: acme.email, role: 'owner' }],
    ['PATCH', of(rival, `/members/${rival.userId}`), { role: 'viewer' }],
    ['DELETE', of(rival, `/members/${rival.userId}`)],
    ['DELETE', of(rival, `/members/${acme.userId}`)],
    ['GET', of(rival, '/invitations')],
    ['DELETE', of(rival, `/invitations/${invited.body.invitation.id}`)],
    ['GET', of(rival, '/service-tokens')],
    ['POST', of(rival, '/service-tokens'), { name: 'x', permissions: ['usage:read'] }],
    ['DELETE', of(rival, `/service-tokens/${token.body.id}`)],
    ['DELETE', of(acme, `/service-tokens/${token.body.id}`)],
    ['DELETE', of(acme, `/invitations/${invited.body.invitation.id}`)],
    ['PATCH', of(acme, `/members/${rival.userId}`), { role: 'viewer' }],
    ['DELETE', of(acme, `/members/${rival.userId}`)],
    ['GET', `/test/${rival.organizationId}`],
  ];
  for (const [method, path, attemptBody] of attempts) {
    const { status } = await server.call(method, path, { token: acme.token, body: attemptBody });
    assert.equal(status, 404, `${method} ${path}`);
  }
  const byHeader = await server.call('GET', '/me', {
    token: acme.token,
    headers: { 'turnpike-organization': rival.organizationId },
  });
  assert.equal(byHeader.status, 404);
  const members = await server.call('GET', of(rival, '/members'), { token: rival.token });
  assert.deepEqual(
    members.body.data.map((one: { user_id: string }) => one.user_id),
    [rival.userId],
  );
  const own = await server.call('GET', of(rival), { token: rival.token });
  assert.equal(own.body.name, 'Rival');
  const tokens = await server.call('GET', of(rival, '/service-tokens'), { token: rival.token });
  assert.equal(tokens.body.data[0].revoked_at, null);
  const listed = await server.call('GET', '/organizations', { token: acme.token });
  assert.deepEqual(
    listed.body.data.map((one: { id: string }) => one.id),
    [acme.organizationId],
  );
});

test('D39: fields that are not the members to set are refused', async () => {
  for (const field of [
    'id',
    'provider',
    'provider_since_at',
    'balance',
    'fee_bps',
    'is_verified',
    'created_at',
  ]) {
    const { status, body } = await server.call('PATCH', of(acme), {
      token: acme.token,
      body: { [field]: 'x' },
    });
    assert.equal(status, 422, field);
    assert.equal(body.errors[0].pointer, `/${field}`);
  }
  const external = await server.call('PATCH', of(acme), {
    token: acme.token,
    body: { external_id: 'erp-1' },
  });
  assert.equal(external.status, 403);
  const memberBody = { email: rival.email, role: 'viewer', organization_id: rival.organizationId };
  assert.equal(
    (await server.call('POST', of(acme, '/members'), { token: acme.token, body: memberBody })).status,
    422,
  );
});

test('wrong values of an organization are refused with pointers', async () => {
  const cases: [object, string][] = [
    [{ billing_time_zone: '+02:00' }, '/billing_time_zone'],
    [{ default_currency: 'XXQ' }, '/default_currency'],
    [{ default_currency: 'usd' }, '/default_currency'],
    [{ legal: { country: 'UK' } }, '/legal/country'],
    [{ slug: 'admin' }, '/slug'],
    [{ name: '  ' }, '/name'],
    [{ billing_email: 'nobody' }, '/billing_email'],
    [{ legal: { address: { line1: 'x' } } }, '/legal/address/city'],
  ];
  for (const [body, pointer] of cases) {
    const answer = await server.call('PATCH', of(acme), { token: acme.token, body });
    assert.equal(answer.status, 422, pointer);
    assert.equal(answer.body.errors[0].pointer, pointer);
  }
});

test('D40: roles bound what members do, and nobody climbs', async () => {
  const [admin, viewer, second] = [
    await server.newPerson('Admin'),
    await server.newPerson('Viewer'),
    await server.newPerson('Second'),
  ];
  const as = (person: Person) => ({ token: person.token });
  assert.equal((await add(acme, acme, admin.email, 'admin')).status, 201);
  assert.equal((await add(acme, acme, viewer.email, 'viewer')).status, 201);
  assert.equal((await add(viewer, acme, second.email, 'viewer')).status, 403, 'a viewer adds nobody');
  const renamed = await server.call('PATCH', of(acme), { ...as(viewer), body: { name: 'Viewed' } });
  assert.equal(renamed.status, 403);
  assert.equal(renamed.body.permission, 'settings:write');
  const owned = await add(admin, acme, second.email, 'owner');
  assert.equal(owned.status, 403, 'an admin makes no owner');
  assert.match(owned.body.type, /role-refused$/);
  const roleOf = (person: Person, role: string, by: Person) =>
    server.call('PATCH', of(acme, `/members/${person.userId}`), { ...as(by), body: { role } });
  assert.equal((await roleOf(admin, 'owner', admin)).status, 403, 'nobody raises themselves');
  assert.match((await roleOf(admin, 'viewer', admin)).body.type, /own-role$/);
  assert.equal((await roleOf(viewer, 'owner', admin)).status, 403);
  assert.equal((await roleOf(acme, 'viewer', admin)).status, 403, 'an admin unmakes no owner');
  assert.equal((await server.call('DELETE', of(acme, `/members/${acme.userId}`), as(admin))).status, 403);
  assert.equal((await roleOf(viewer, 'developer', admin)).status, 200);
  assert.equal(
    (await add(acme, acme, viewer.email, 'viewer')).status,
    409,
    'adding is no way to change a role',
  );
  assert.equal(
    (await add(acme, acme, viewer.email, 'developer')).status,
    201,
    'adding again changes nothing',
  );
});

test('the last owner stays', async () => {
  const solo = await server.newPerson('Solo');
  const leave = await server.call('DELETE', of(solo, `/members/${solo.userId}`), { token: solo.token });
  assert.equal(leave.status, 409);
  assert.match(leave.body.type, /last-owner$/);
});

test('of two owners who leave at the same moment, one stays', async () => {
  const { db, clock } = server;
  const [one, two] = [await server.newPerson('One'), await server.newPerson('Two')];
  assert.equal((await add(one, one, two.email, 'owner')).status, 201);
  const { organizationId } = one;
  const leave = (tx: Db, { userId }: Person) => {
    const actor = { ...anonymous, kind: 'user' as const, userId, organizationId };
    return removeMember(tx, { organizationId, userId, actor, ownRole: 'owner', at: clock.now() });
  };
  const isWaiting = async () => {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    return rows.length > 0;
  };
  let second: Promise<'left' | Error> = Promise.resolve('left');
  await inTransaction(db, async (tx) => {
    await leave(tx, one);
    let settled = false;
    second = inTransaction(db, (other) => leave(other, two)).then(
      () => 'left' as const,
      (error: Error) => error,
    );
    second.finally(() => (settled = true));
    // Until the second either waits for the first, as it must, or went ahead without.
    while (!settled && !(await isWaiting())) await setTimeout(5);
  });
  const outcome = await second;
  assert.ok(outcome instanceof Problem && outcome.kind === identityProblems.lastOwner);
  assert.deepEqual(
    (await findOwners(db, organizationId)).map(({ userId }) => userId),
    [two.userId],
  );
});

test('membership ends at once, with the same access token', async () => {
  const guest = await server.newPerson('Guest');
  await add(acme, acme, guest.email, 'viewer');
  const read = () => server.call('GET', of(acme), { token: guest.token });
  assert.equal((await read()).status, 200);
  assert.equal(
    (await server.call('DELETE', of(acme, `/members/${guest.userId}`), { token: acme.token })).status,
    204,
  );
  assert.equal((await read()).status, 404);
});

test('D40: an invitation needs its secret and the invited address, once', async () => {
  const invited = await add(acme, acme, 'Later@Example.com', 'billing');
  assert.equal(invited.body.member, null);
  const { token } = invited.body.invitation;
  const accept = (person: Person, secret: string) =>
    server.call('POST', '/invitations/accept', { token: person.token, body: { token: secret } });
  assert.equal((await accept(rival, token)).status, 404, 'another address');
  const later = await server.newPerson('Later');
  assert.equal(
    (await server.call('GET', of(acme), { token: later.token })).status,
    404,
    'the address alone is no key',
  );
  assert.equal((await accept(later, 'tpi_wrong')).status, 404);
  const accepted = await accept(later, token);
  assert.equal(accepted.status, 200);
  assert.equal(accepted.body.role, 'billing');
  assert.equal((await accept(later, token)).status, 404, 'used up');
  const replaced = await add(acme, acme, 'slow@example.com', 'viewer');
  const newer = await add(acme, acme, 'slow@example.com', 'viewer');
  const slow = await server.newPerson('Slow');
  assert.equal((await accept(slow, replaced.body.invitation.token)).status, 404, 'replaced by a newer one');
  server.clock.advance({ minutes: 5 });
  assert.equal((await accept(slow, newer.body.invitation.token)).status, 200);
});

test('the path decides within this room: a second organization can be set up at once', async () => {
  const body = { name: 'Second Home', billing_time_zone: 'europe/berlin', default_currency: 'EUR' };
  const made = await server.call('POST', '/organizations', { token: acme.token, body });
  assert.equal(made.status, 201);
  assert.equal(made.body.slug, 'second-home');
  assert.equal(made.body.billing_time_zone, 'Europe/Berlin');
  const path = `/organizations/${made.body.id}/provider`;
  const onboarded = await server.call('POST', path, { token: acme.token, body: { legal } });
  assert.equal(onboarded.status, 200);
  assert.equal(onboarded.body.provider, true);
  assert.deepEqual(onboarded.body.legal.address, { ...legal.address, line2: null, region: null });
  assert.equal((await server.call('POST', path, { token: acme.token, body: { legal } })).status, 200);
  const events = await sql<{ name: string }>`
    select name from kernel_events where organization_id = ${made.body.id} order by id`.execute(server.db);
  assert.deepEqual(
    events.rows.map(({ name }) => name),
    ['organization.created', 'member.added', 'provider.onboarded'],
  );
  const moved = await server.call('PATCH', `/organizations/${made.body.id}`, {
    token: acme.token,
    body: { slug: 'elsewhere' },
  });
  assert.equal(moved.status, 409);
  assert.match(moved.body.type, /slug-fixed$/);
  const acting = await server.call('GET', `/test/${made.body.id}`, {
    token: acme.token,
    headers: { 'turnpike-organization': 'second-home' },
  });
  assert.equal(acting.body.id, made.body.id);
  const taken = await server.call('POST', '/organizations', {
    token: rival.token,
    body: { name: 'x', slug: 'second-home' },
  });
  assert.equal(taken.status, 409);
  const twin = await server.call('POST', '/organizations', {
    token: rival.token,
    body: { name: 'Second Home' },
  });
  assert.match(twin.body.slug, /^second-home-\w+$/);
  const profile = await organizationBillingProfile(server.db, made.body.id);
  assert.deepEqual(
    [profile.name, profile.country, profile.email, profile.timeZone],
    ['Acme GmbH', 'DE', acme.email, 'Europe/Berlin'],
  );
});

test('an operator acts for anyone, by header or path, and it is audited there', async () => {
  const self = await server.call('GET', '/me', { token: operatorToken });
  assert.equal(self.body.operator, true);
  assert.equal(self.body.user.password_is_temporary, true);
  assert.equal(self.body.organization_id, null);
  const body = { external_id: 'erp-4711' };
  assert.equal((await server.call('PATCH', of(rival), { token: operatorToken, body })).status, 200);
  const clash = await server.call('PATCH', of(acme), { token: operatorToken, body });
  assert.equal(clash.status, 409);
  assert.match(clash.body.type, /external-id-taken$/);
  const byExternalId = await server.call('GET', '/test/erp-4711', { token: operatorToken });
  assert.equal(byExternalId.body.id, rival.organizationId);
  assert.equal(
    (await server.call('GET', '/test/erp-4711', { token: rival.token })).status,
    200,
    'its own people too',
  );
  assert.equal((await server.call('GET', '/test/erp-4711', { token: acme.token })).status, 404);
  const before = await auditActions(acme.organizationId);
  const headers = { 'turnpike-organization': acme.organizationId };
  const acting = await server.call('GET', '/me', { token: operatorToken, headers });
  assert.equal(acting.body.organization_id, acme.organizationId);
  assert.deepEqual((await auditActions(acme.organizationId)).slice(before.length), ['operator.acted']);
  const listed = await server.call('GET', '/organizations?limit=2', { token: operatorToken });
  assert.equal(listed.body.data.length, 2);
  const next = await server.call('GET', `/organizations?limit=200&cursor=${listed.body.next_cursor}`, {
    token: operatorToken,
  });
  const ids = [...listed.body.data, ...next.body.data].map((one: { id: string }) => one.id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.includes(acme.organizationId) && ids.includes(rival.organizationId));
});

test('the operator is made once, and an ordinary account is never raised', async () => {
  const { db, identity, clock } = server;
  const request = { email: 'operator@example.com', password: 'another password', at: clock.now() };
  assert.equal((await createOperator(db, identity, request)).created, false);
  const body = { email: request.email, password: request.password };
  assert.equal((await server.call('POST', '/auth/login', { body })).status, 401, 'the first password stays');
  await assert.rejects(createOperator(db, identity, { ...request, email: acme.email }), /no operator/);
});

test('organizations are found in batches, by id or external id', async () => {
  const found = await findOrganizations(server.db, [acme.organizationId, 'org_unknown', acme.organizationId]);
  assert.deepEqual([...found.keys()], [acme.organizationId]);
  const resolved = await resolveOrganizations(server.db, ['erp-4711', acme.organizationId, 'nothing']);
  assert.deepEqual(
    [...resolved].map(([reference, { id }]) => [reference, id]),
    [
      ['erp-4711', rival.organizationId],
      [acme.organizationId, acme.organizationId],
    ],
  );
});
