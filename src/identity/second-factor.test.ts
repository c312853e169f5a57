import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
before(async () => {
  server = await startTestServer();
});
after(() => server.stop());

type Person = Awaited<ReturnType<typeof server.newPerson>>;

const post = (path: string, body?: unknown, token?: string, headers?: Record<string, string>) =>
  server.call('POST', path, { body, ...(token ? { token } : {}), ...(headers ? { headers } : {}) });
const login = ({ email, password }: Person) => post('/auth/login', { email, password });
const step = (challenge: string, code: string) =>
  post('/auth/login/second-factor', { challenge_token: challenge, code });

/** What an authenticator shows now. */
function codeOf(secret: string): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
  return totp.generate({ timestamp: server.clock.now().epochMilliseconds });
}

async function enable(person: Person): Promise<{ secret: string; codes: string[] }> {
  const { body: proposal } = await post('/me/second-factor/secret', undefined, person.token);
  const proof = { password: person.password, code: codeOf(proposal.secret) };
  const { status, body } = await post('/me/second-factor/enable', proof, person.token);
  assert.equal(status, 200, JSON.stringify(body));
  server.clock.advance({ seconds: 60 });
  return { secret: proposal.secret, codes: body.recovery_codes };
}

test('a log-in takes two steps once the second factor is on, and the session is a new one', async () => {
  const ada = await server.newPerson('Ada');
  const { secret, codes } = await enable(ada);
  assert.equal(new Set(codes).size, 10);
  await server.takeMailTo('second-factor-enabled', ada.email);
  const first = await login(ada);
  assert.equal(first.status, 200);
  assert.deepEqual(Object.keys(first.body).sort(), ['challenge_token', 'expires_in', 'second_factor']);
  assert.equal((await server.call('GET', '/me', { token: first.body.challenge_token })).status, 401);
  const second = await step(first.body.challenge_token, codeOf(secret));
  assert.equal(second.status, 200);
  assert.equal((await server.call('GET', '/me', { token: second.body.access_token })).status, 200);
});

test('a code counts once, and a challenge does', async () => {
  const bob = await server.newPerson('Bob');
  const { secret } = await enable(bob);
  const code = codeOf(secret);
  const { body: one } = await login(bob);
  assert.equal((await step(one.challenge_token, code)).status, 200);
  assert.equal((await step(one.challenge_token, code)).status, 401);
  const { body: two } = await login(bob);
  const replayed = await step(two.challenge_token, code);
  assert.deepEqual([replayed.status, /wrong-code$/.test(replayed.body.type)], [401, true]);
  server.clock.advance({ seconds: 30 });
  assert.equal((await step(two.challenge_token, codeOf(secret))).status, 200);
});

test('the same code in many log-ins at once opens one', async () => {
  const carl = await server.newPerson('Carl');
  const { secret } = await enable(carl);
  const challenges = await Promise.all([1, 2, 3, 4].map(() => login(carl)));
  const answers = await Promise.all(challenges.map(({ body }) => step(body.challenge_token, codeOf(secret))));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test('a recovery code opens the account once, however it is spaced', async () => {
  const dora = await server.newPerson('Dora');
  const { codes } = await enable(dora);
  const { body: one } = await login(dora);
  assert.equal((await step(one.challenge_token, codes[0]!.replace('-', ' ').toUpperCase())).status, 200);
  const { body: two } = await login(dora);
  assert.equal((await step(two.challenge_token, codes[0]!)).status, 401);
  assert.equal((await step(two.challenge_token, codes[1]!)).status, 200);
});

test('five wrong codes end a challenge, five minutes do, and guesses are throttled like passwords', async () => {
  const eve = await server.newPerson('Eve');
  const { secret } = await enable(eve);
  const { body: one } = await login(eve);
  for (let n = 0; n < 5; n += 1) assert.equal((await step(one.challenge_token, '000000')).status, 401);
  const sixth = await step(one.challenge_token, codeOf(secret));
  assert.match(sixth.body.type, /challenge-ended$/);
  const { body: two } = await login(eve);
  server.clock.advance({ minutes: 5 });
  assert.equal((await step(two.challenge_token, codeOf(secret))).status, 401);
  const statuses: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    const { body } = await login(eve);
    for (let m = 0; m < 4; m += 1)
      statuses.push((await step(body.challenge_token ?? 'tpc_', '000000')).status);
  }
  assert.ok(statuses.includes(429));
});

test('turning it on takes password and code; turning it off does as well', async () => {
  const finn = await server.newPerson('Finn');
  const { body: proposal } = await post('/me/second-factor/secret', undefined, finn.token);
  assert.match(proposal.uri, /^otpauth:\/\/totp\/Turnpike:finn/);
  const enableWith = (password: string, code: string) =>
    post('/me/second-factor/enable', { password, code }, finn.token);
  const pointer = async (answer: ReturnType<typeof post>) => (await answer).body.errors?.[0].pointer;
  assert.equal(await pointer(enableWith('not his password', codeOf(proposal.secret))), '/password');
  assert.equal(await pointer(enableWith(finn.password, '000000')), '/code');
  assert.equal((await login(finn)).body.second_factor, undefined);
  assert.equal((await enableWith(finn.password, codeOf(proposal.secret))).status, 200);
  assert.equal((await post('/me/second-factor/secret', undefined, finn.token)).status, 409);
  server.clock.advance({ seconds: 60 });
  const disableWith = (body: unknown) => post('/me/second-factor/disable', body, finn.token);
  assert.equal(await pointer(disableWith({ password: finn.password })), '/code');
  assert.equal(
    await pointer(disableWith({ password: 'not it', code: codeOf(proposal.secret) })),
    '/password',
  );
  const right = { password: finn.password, code: codeOf(proposal.secret) };
  assert.equal((await disableWith(right)).status, 204);
  assert.ok((await login(finn)).body.access_token);
  await server.takeMails();
});

test('D42: turning it on ends other sessions and gives the browser another secret', async () => {
  const gina = await server.newPerson('Gina');
  const origin = { origin: server.base };
  const body = { email: gina.email, password: gina.password, session: 'cookie' };
  const { cookies } = await post('/auth/login', body, undefined, origin);
  const headers = {
    ...origin,
    cookie: `turnpike_session=${cookies.turnpike_session}`,
    'x-csrf-token': cookies.turnpike_csrf!,
  };
  const { body: proposal } = await post('/me/second-factor/secret', undefined, undefined, headers);
  const proof = { password: gina.password, code: codeOf(proposal.secret) };
  const enabled = await post('/me/second-factor/enable', proof, undefined, headers);
  assert.equal(enabled.status, 200);
  assert.notEqual(enabled.cookies.turnpike_session, cookies.turnpike_session);
  assert.equal(
    (await server.call('GET', '/me', { headers })).status,
    401,
    'the former secret is worth nothing',
  );
  const renewed = { cookie: `turnpike_session=${enabled.cookies.turnpike_session}` };
  assert.equal((await server.call('GET', '/me', { headers: renewed })).status, 200);
  assert.equal(
    (await server.call('GET', '/me', { token: gina.token })).status,
    401,
    'the other session ended',
  );
});

test('a reset password does not get past the second factor', async () => {
  const hugo = await server.newPerson('Hugo');
  const verification = await server.takeMailTo('email-verification', hugo.email);
  await post('/auth/email/verify', { token: verification.token });
  await enable(hugo);
  await server.takeMails();
  await post('/auth/password/forgot', { email: hugo.email });
  const { token } = await server.takeMailTo('password-reset', hugo.email);
  await post('/auth/password/reset', { token, password: 'a new and better one' });
  const { body } = await login({ ...hugo, password: 'a new and better one' });
  assert.equal(body.second_factor, 'required');
  assert.equal(body.access_token, undefined);
});

test('new recovery codes end the ones before', async () => {
  const ida = await server.newPerson('Ida');
  const { secret, codes } = await enable(ida);
  const proof = { password: ida.password, code: codeOf(secret) };
  const { body: fresh } = await post('/me/second-factor/recovery-codes', proof, ida.token);
  assert.equal(fresh.recovery_codes.length, 10);
  const { body } = await login(ida);
  assert.equal((await step(body.challenge_token, codes[3]!)).status, 401);
  assert.equal((await step(body.challenge_token, fresh.recovery_codes[3])).status, 200);
  const state = await server.call('GET', '/me/second-factor', { token: ida.token });
  assert.deepEqual(state.body, { enabled: true, recovery_codes_left: 9 });
});

test('secrets, recovery codes and challenges are not in the database', async () => {
  const jana = await server.newPerson('Jana');
  const { secret, codes } = await enable(jana);
  const { body } = await login(jana);
  const { rows } = await sql<{ text: string }>`
    select (select string_agg(f::text, ' ') from identity_second_factors f)
      || (select string_agg(r::text, ' ') from identity_recovery_codes r)
      || (select string_agg(c::text, ' ') from identity_login_challenges c) as text`.execute(server.db);
  const text = [rows[0]!.text, ...server.lines].join('\n');
  for (const plain of [secret, codes[0]!, codes[0]!.replace('-', ''), body.challenge_token]) {
    assert.ok(!text.includes(plain) && !text.includes(Buffer.from(plain).toString('hex')));
  }
});
