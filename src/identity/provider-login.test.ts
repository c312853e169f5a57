import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { createOperator } from './create-operator.ts';
import { type Account, startIssuer } from './test-issuer.ts';
import { startTestServer } from './test-server.ts';

const publicUrl = 'http://portal.example.com';
const redirectUri = `${publicUrl}/login/callback`;
const headers = { origin: publicUrl };

let server: Awaited<ReturnType<typeof startTestServer>>;
let issuer: Awaited<ReturnType<typeof startIssuer>>;

before(async () => {
  server = await startTestServer({ publicUrl });
  issuer = await startIssuer({ redirectUri, clients: ['turnpike', 'another'] });
  await createOperator(server.db, server.identity, { ...root, at: server.clock.now() });
  await configure('company', issuer.issuer, 'turnpike');
});
after(async () => {
  await issuer.stop();
  await server.stop();
});

const root = { email: 'root@example.com', password: 'correct horse battery' };
const operatorToken = async () =>
  (await server.call('POST', '/auth/login', { body: root })).body.access_token;

const configure = async (name: string, url: string, client: string) =>
  server.call('PUT', `/login-providers/${name}`, {
    token: await operatorToken(),
    body: {
      kind: 'oidc',
      label: 'Company',
      issuer: url,
      client_id: client,
      client_secret: `${client}-secret`,
    },
  });

const account = (sub: string, more: Partial<Account> = {}): Account => ({
  sub,
  email: `${sub}@example.com`,
  email_verified: true,
  name: sub,
  ...more,
});

async function start(provider = 'company') {
  const answer = await server.call('POST', `/auth/providers/${provider}/start`, { headers });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return { url: answer.body.url as string, cookie: `turnpike_login=${answer.cookies.turnpike_login}` };
}

const returnedBy = (url: URL) => ({
  state: url.searchParams.get('state')!,
  code: url.searchParams.get('code')!,
  iss: url.searchParams.get('iss')!,
});

const finish = (cookie: string, body: unknown, token?: string) =>
  server.call('POST', '/auth/providers/finish', {
    body,
    headers: { ...headers, cookie },
    ...(token ? { token } : {}),
  });

async function logInAs(who: Account) {
  issuer.signIn(who);
  const { url, cookie } = await start();
  return finish(cookie, returnedBy(await issuer.visit(url)));
}

test('a verified person gets an account at the first log-in, and the same one at the next', async () => {
  const first = await logInAs(account('ada', { name: 'Ada Lovelace' }));
  assert.equal(first.status, 200, JSON.stringify(first.body));
  const me = await server.call('GET', '/me', { token: first.body.access_token });
  assert.deepEqual(
    [me.body.user.email, me.body.user.name, me.body.user.email_verified, me.body.user.has_password],
    ['ada@example.com', 'Ada Lovelace', true, false],
  );
  assert.equal(me.body.organizations[0].role, 'owner');
  // The address at the provider may change; the person stays.
  const second = await logInAs(account('ada', { email: 'other@example.com' }));
  const again = await server.call('GET', '/me', { token: second.body.access_token });
  assert.equal(again.body.user.id, me.body.user.id);
  assert.equal(again.body.user.email, 'ada@example.com');
});

test('the request to the provider has PKCE, state, nonce, and the redirect address of the configuration', async () => {
  const { url } = await start();
  const { searchParams, origin } = new URL(url);
  assert.equal(origin, issuer.issuer);
  assert.equal(searchParams.get('redirect_uri'), redirectUri);
  assert.equal(searchParams.get('code_challenge_method'), 'S256');
  for (const name of ['state', 'nonce', 'code_challenge'])
    assert.ok(searchParams.get(name)!.length >= 43, name);
});

test('an address that an account has opens nothing: it is refused until the person links it', async () => {
  const bob = await server.newPerson('Bob');
  const refused = await logInAs(account('bob-there', { email: bob.email }));
  assert.deepEqual([refused.status, /provider-email-taken$/.test(refused.body.type)], [409, true]);
  const linkWith = (password: string) =>
    server.call('POST', '/me/logins', { token: bob.token, body: { provider: 'company', password } });
  assert.equal((await linkWith('not his password')).status, 422);
  const begun = await linkWith(bob.password);
  const cookie = `turnpike_login=${begun.cookies.turnpike_login}`;
  const returned = returnedBy(await issuer.visit(begun.body.url));
  const linked = await finish(cookie, returned, bob.token);
  assert.equal(linked.body.linked.provider, 'company', JSON.stringify(linked.body));
  assert.equal((await server.takeMails()).at(-1)?.content.kind, 'login-linked');
  const opened = await logInAs(account('bob-there', { email: bob.email }));
  const me = await server.call('GET', '/me', { token: opened.body.access_token });
  assert.equal(me.body.user.id, bob.userId);
});

test('what one person began to link, another cannot finish', async () => {
  const cleo = await server.newPerson('Cleo');
  const dora = await server.newPerson('Dora');
  issuer.signIn(account('dora-there'));
  const body = { provider: 'company', password: cleo.password };
  const begun = await server.call('POST', '/me/logins', { token: cleo.token, body });
  const returned = returnedBy(await issuer.visit(begun.body.url));
  const cookie = `turnpike_login=${begun.cookies.turnpike_login}`;
  assert.equal((await finish(cookie, returned, dora.token)).status, 401);
  assert.equal((await server.call('GET', '/me/logins', { token: dora.token })).body.data.length, 0);
  assert.equal((await server.call('GET', '/me/logins', { token: cleo.token })).body.data.length, 0);
});

test('a log-in that belongs to one account cannot be linked with another', async () => {
  await logInAs(account('emma'));
  const finn = await server.newPerson('Finn');
  const body = { provider: 'company', password: finn.password };
  const begun = await server.call('POST', '/me/logins', { token: finn.token, body });
  const returned = returnedBy(await issuer.visit(begun.body.url));
  const answer = await finish(`turnpike_login=${begun.cookies.turnpike_login}`, returned, finn.token);
  assert.deepEqual([answer.status, /login-linked$/.test(answer.body.type)], [409, true]);
});

test('an address that the provider does not vouch for makes no account', async () => {
  const answer = await logInAs(account('gina', { email_verified: false }));
  assert.deepEqual([answer.status, /provider-email-unverified$/.test(answer.body.type)], [409, true]);
});

test('another state, another browser, a second time, or too late: refused', async () => {
  issuer.signIn(account('hugo'));
  const { url, cookie } = await start();
  const returned = returnedBy(await issuer.visit(url));
  const other = await start();
  assert.equal((await finish(other.cookie, returned)).status, 401, 'the answer to another log-in');
  assert.equal((await finish('turnpike_login=', returned)).status, 401, 'a browser that began nothing');
  assert.equal((await finish(cookie, { ...returned, state: 'guessed' })).status, 401, 'a guessed state');
  assert.equal((await finish(cookie, returned)).status, 401, 'a refused answer is used up');
  const late = await start();
  const lateReturned = returnedBy(await issuer.visit(late.url));
  server.clock.advance({ minutes: 10 });
  assert.equal((await finish(late.cookie, lateReturned)).status, 401);
  assert.equal((await logInAs(account('hugo'))).status, 200);
});

test('an identity token for another nonce is refused', async () => {
  issuer.signIn(account('ida'));
  const { url, cookie } = await start();
  const replayed = new URL(url);
  replayed.searchParams.set('nonce', 'of-another-log-in');
  const answer = await finish(cookie, returnedBy(await issuer.visit(replayed.href)));
  assert.deepEqual([answer.status, /login-refused$/.test(answer.body.type)], [401, true]);
});

test('a code for another client, and an answer of another issuer, are refused', async () => {
  issuer.signIn(account('jana'));
  const mine = await start();
  const foreign = new URL(mine.url);
  foreign.searchParams.set('client_id', 'another');
  assert.equal((await finish(mine.cookie, returnedBy(await issuer.visit(foreign.href)))).status, 401);
  const next = await start();
  const returned = returnedBy(await issuer.visit(next.url));
  assert.equal((await finish(next.cookie, { ...returned, iss: 'https://evil.example' })).status, 401);
});

test('a provider whose description names another issuer is not spoken to', async () => {
  await configure('mixed', `${issuer.issuer}/`.replace('127.0.0.1', 'localhost'), 'turnpike');
  const answer = await server.call('POST', '/auth/providers/mixed/start', { headers });
  assert.deepEqual([answer.status, /login-refused$/.test(answer.body.type)], [401, true]);
});

test('another site can neither begin nor finish a log-in', async () => {
  const evil = { headers: { origin: 'https://evil.example' } };
  assert.equal((await server.call('POST', '/auth/providers/company/start', evil)).status, 403);
  const { cookie } = await start();
  const more = { headers: { cookie, origin: 'https://evil.example' }, body: { state: 'x', code: 'y' } };
  assert.equal((await server.call('POST', '/auth/providers/finish', more)).status, 403);
});

test('a linked log-in can be taken away, but not the only way in', async () => {
  const { body } = await logInAs(account('karl'));
  const token = body.access_token;
  const [login] = (await server.call('GET', '/me/logins', { token })).body.data;
  const remove = () => server.call('DELETE', `/me/logins/${login.id}`, { token });
  const kept = await remove();
  assert.deepEqual([kept.status, /last-way-in$/.test(kept.body.type)], [409, true]);
  await server.takeMails();
  await server.call('POST', '/auth/password/forgot', { body: { email: 'karl@example.com' } });
  const mail = await server.takeMailTo('password-reset', 'karl@example.com');
  const reset = { token: mail.token, password: 'a password at last' };
  assert.equal((await server.call('POST', '/auth/password/reset', { body: reset })).status, 204);
  const credentials = { email: 'karl@example.com', password: 'a password at last' };
  const { body: session } = await server.call('POST', '/auth/login', { body: credentials });
  const path = `/me/logins/${login.id}`;
  assert.equal((await server.call('DELETE', path, { token: session.access_token })).status, 204);
  const afterwards = await logInAs(account('karl'));
  assert.match(afterwards.body.type, /provider-email-taken$/);
});

test('settings are the operator’s, their secret is sealed, and plain HTTP is for this machine only', async () => {
  const { body } = await server.call('GET', '/auth/providers');
  assert.deepEqual(body.data[0], { name: 'company', label: 'Company', kind: 'oidc' });
  const settings = await server.call('GET', '/login-providers', { token: await operatorToken() });
  assert.equal(settings.body.data[0].redirect_uri, redirectUri);
  const { rows } = await sql<{ text: string }>`
    select string_agg(p::text, ' ') as text from identity_login_providers p`.execute(server.db);
  assert.doesNotMatch(rows[0]!.text + JSON.stringify(settings.body), /turnpike-secret/);
  const plain = await configure('plain', 'http://issuer.example.com', 'turnpike');
  assert.deepEqual([plain.status, plain.body.errors[0].pointer], [422, '/issuer']);
  const lars = await server.newPerson('Lars');
  assert.equal((await server.call('GET', '/login-providers', { token: lars.token })).status, 403);
});
