import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
before(async () => {
  server = await startTestServer();
});
after(() => server.stop());

const verify = (token: string) => server.call('POST', '/auth/email/verify', { body: { token } });
const me = async (token: string) => (await server.call('GET', '/me', { token })).body.user;
const changeEmail = (token: string, email: string, password: string) =>
  server.call('POST', '/me/email', { token, body: { email, password } });

test('sign-up sends a link that proves the address, once', async () => {
  const ada = await server.newPerson('Ada');
  assert.equal((await me(ada.token)).email_verified, false);
  const { token } = await server.takeMailTo('email-verification', ada.email);
  assert.equal((await verify(token)).status, 204);
  assert.equal((await me(ada.token)).email_verified, true);
  assert.equal((await verify(token)).status, 410);
});

test('the mail can be asked for again, until the address is proven', async () => {
  const bob = await server.newPerson('Bob');
  const first = await server.takeMailTo('email-verification', bob.email);
  const resend = () => server.call('POST', '/me/email/verification', { token: bob.token });
  assert.equal((await resend()).status, 202);
  const second = await server.takeMailTo('email-verification', bob.email);
  assert.equal((await verify(first.token)).status, 410, 'a newer one ends it');
  assert.equal((await verify(second.token)).status, 204);
  assert.equal((await resend()).status, 202);
  assert.deepEqual(await server.takeMails(), []);
});

test('another address counts once it is proven, and the former one is told twice', async () => {
  const cleo = await server.newPerson('Cleo');
  await server.takeMails();
  assert.equal((await changeEmail(cleo.token, 'cleo.new@example.com', 'not her password')).status, 422);
  assert.equal((await changeEmail(cleo.token, 'cleo.new@example.com', cleo.password)).status, 202);
  assert.equal((await me(cleo.token)).email, cleo.email);
  const mails = await server.takeMails();
  assert.deepEqual(
    mails.map(({ content }) => [content.kind, content.to]),
    [
      ['email-verification', 'cleo.new@example.com'],
      ['email-change-requested', cleo.email],
    ],
  );
  const { content } = mails[0]!;
  assert.ok(content.kind === 'email-verification');
  assert.equal((await verify(content.token)).status, 204);
  const { email, email_verified } = await me(cleo.token);
  assert.deepEqual([email, email_verified], ['cleo.new@example.com', true]);
  await server.takeMailTo('email-changed', cleo.email);
});

test('whether an address is taken cannot be asked this way, and it cannot be taken over', async () => {
  const dora = await server.newPerson('Dora');
  const eve = await server.newPerson('Eve');
  await server.takeMails();
  assert.equal((await changeEmail(eve.token, dora.email, eve.password)).status, 202);
  assert.deepEqual(
    (await server.takeMails()).map(({ content }) => [content.kind, content.to]),
    [['email-change-requested', eve.email]],
  );
  // Free when it was asked for, taken when it is proven.
  await changeEmail(eve.token, 'finn@example.com', eve.password);
  const { token } = await server.takeMailTo('email-verification', 'finn@example.com');
  await server.newPerson('Finn');
  const late = await verify(token);
  assert.deepEqual([late.status, /email-taken$/.test(late.body.type)], [409, true]);
});

test('a reset link proves no address change, and the other way round', async () => {
  const gina = await server.newPerson('Gina');
  const { token } = await server.takeMailTo('email-verification', gina.email);
  const asReset = { token, password: 'a new and better one' };
  assert.equal((await server.call('POST', '/auth/password/reset', { body: asReset })).status, 410);
  await server.call('POST', '/auth/password/forgot', { body: { email: gina.email } });
  const reset = await server.takeMailTo('password-reset', gina.email);
  assert.equal((await verify(reset.token)).status, 410);
});
