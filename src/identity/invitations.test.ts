import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
before(async () => {
  server = await startTestServer();
});
after(() => server.stop());

type Person = Awaited<ReturnType<typeof server.newPerson>>;
const invite = (by: Person, organizationId: string, email: string, role: string) =>
  server.call('POST', `/organizations/${organizationId}/members`, { token: by.token, body: { email, role } });
const accept = (by: Person, token: string) =>
  server.call('POST', '/invitations/accept', { token: by.token, body: { token } });

test('an invitation goes out by mail, and its link makes the invited address a member', async () => {
  const ada = await server.newPerson('Ada');
  const { body } = await invite(ada, ada.organizationId, 'Bob@Example.com', 'developer');
  const mail = await server.takeMailTo('invitation', 'bob@example.com');
  assert.deepEqual([mail.organization, mail.inviter, mail.role], ['Ada', 'Ada', 'developer']);
  assert.equal(mail.token, body.invitation.token);
  const bob = await server.newPerson('Bob');
  const eve = await server.newPerson('Eve');
  assert.equal((await accept(eve, mail.token)).status, 404, 'D40: of another address');
  assert.equal((await accept(bob, mail.token)).body.role, 'developer');
  assert.equal((await accept(bob, mail.token)).status, 404, 'once');
});

test('sent again, it has another link and a new week; the link before ends', async () => {
  const cleo = await server.newPerson('Cleo');
  const path = `/organizations/${cleo.organizationId}/invitations`;
  const { body } = await invite(cleo, cleo.organizationId, 'dora@example.com', 'viewer');
  const first = await server.takeMailTo('invitation', 'dora@example.com');
  server.clock.advance({ minutes: 5 });
  const resent = await server.call('POST', `${path}/${body.invitation.id}/resend`, { token: cleo.token });
  assert.equal(resent.status, 201);
  assert.ok(resent.body.expires_at > body.invitation.expires_at);
  const second = await server.takeMailTo('invitation', 'dora@example.com');
  const dora = await server.newPerson('Dora');
  assert.equal((await accept(dora, first.token)).status, 404);
  assert.equal((await accept(dora, second.token)).status, 200);
  assert.deepEqual((await server.call('GET', path, { token: cleo.token })).body.data, []);
});

test('a week later, or withdrawn, the link opens nothing', async () => {
  const emma = await server.newPerson('Emma');
  const path = `/organizations/${emma.organizationId}/invitations`;
  const { body } = await invite(emma, emma.organizationId, 'finn@example.com', 'viewer');
  await server.call('DELETE', `${path}/${body.invitation.id}`, { token: emma.token });
  const again = await server.call('POST', `${path}/${body.invitation.id}/resend`, { token: emma.token });
  assert.equal(again.status, 404);
  const finn = await server.newPerson('Finn');
  assert.equal((await accept(finn, body.invitation.token)).status, 404);
  const other = await invite(emma, emma.organizationId, 'gina@example.com', 'viewer');
  const gina = await server.newPerson('Gina');
  server.clock.advance({ hours: 24 * 7 });
  const credentials = { email: gina.email, password: gina.password };
  const { body: session } = await server.call('POST', '/auth/login', { body: credentials });
  assert.equal(
    (await accept({ ...gina, token: session.access_token }, other.body.invitation.token)).status,
    404,
  );
});

test('who has an account is added and told so by mail, once', async () => {
  const hugo = await server.newPerson('Hugo');
  const ida = await server.newPerson('Ida');
  await server.takeMails();
  await invite(hugo, hugo.organizationId, ida.email, 'billing');
  await invite(hugo, hugo.organizationId, ida.email, 'billing');
  const mail = await server.takeMailTo('member-added', ida.email);
  assert.deepEqual([mail.organization, mail.role], ['Hugo', 'billing']);
});

test('D40: nobody invites to more than they may do themselves', async () => {
  const jana = await server.newPerson('Jana');
  const karl = await server.newPerson('Karl');
  await invite(jana, jana.organizationId, karl.email, 'admin');
  assert.equal((await invite(karl, jana.organizationId, 'lars@example.com', 'owner')).status, 403);
  assert.equal((await invite(karl, jana.organizationId, 'lars@example.com', 'admin')).status, 201);
});
