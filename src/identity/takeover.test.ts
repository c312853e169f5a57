import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { type Db, inTransaction, systemActor } from '#kernel';
import { logIn } from './log-in.ts';
import { insertLogin, loginsOf } from './store-logins.ts';
import { suspendPerson } from './suspend.ts';
import { startTestServer } from './test-server.ts';

// Who signs up with an address that is another's, or knows a password of yesterday, keeps nothing.

let server: Awaited<ReturnType<typeof startTestServer>>;
before(async () => {
  server = await startTestServer({ requireVerifiedEmail: true });
});
after(() => server.stop());

type Person = Awaited<ReturnType<typeof server.newPerson>>;

const post = (path: string, body: unknown, token?: string) =>
  server.call('POST', path, { body, ...(token ? { token } : {}) });
const login = (email: string, password: string) => post('/auth/login', { email, password });

async function resetPassword(email: string, password: string): Promise<void> {
  await server.takeMails();
  await post('/auth/password/forgot', { email });
  const { token } = await server.takeMailTo('password-reset', email);
  assert.equal((await post('/auth/password/reset', { token, password })).status, 204);
}

async function verify(person: Person): Promise<void> {
  const { token } = await server.takeMailTo('email-verification', person.email);
  assert.equal((await post('/auth/email/verify', { token })).status, 204);
}

async function enableSecondFactor(person: Person): Promise<TOTP> {
  const { body } = await post('/me/second-factor/secret', undefined, person.token);
  const totp = new TOTP({ secret: Secret.fromBase32(body.secret), algorithm: 'SHA1', digits: 6, period: 30 });
  const code = totp.generate({ timestamp: server.clock.now().epochMilliseconds });
  const enabled = await post('/me/second-factor/enable', { password: person.password, code }, person.token);
  assert.equal(enabled.status, 200);
  return totp;
}

const linkedLogin = (userId: string, id: string) => ({
  ...{ id, userId, provider: 'acme', issuer: 'https://acme.example', subject: id, label: null },
  ...{ linkedAt: server.clock.now(), lastUsedAt: null },
});

test('what a stranger set up on an address before its owner proved it is gone when the owner does', async () => {
  const squatter = await server.newPerson('Ada');
  await enableSecondFactor(squatter);
  await insertLogin(server.db, linkedLogin(squatter.userId, 'lgn_squatter'));
  await resetPassword(squatter.email, 'a new and better one');
  assert.deepEqual(await loginsOf(server.db, squatter.userId), []);
  const { body } = await login(squatter.email, 'a new and better one');
  assert.ok(body.access_token, 'no code of the stranger is asked for');
});

test('what the owner of a proven address set up stays when the password is reset', async () => {
  const bea = await server.newPerson('Bea');
  await verify(bea);
  await enableSecondFactor(bea);
  await insertLogin(server.db, linkedLogin(bea.userId, 'lgn_bea'));
  await resetPassword(bea.email, 'a new and better one');
  assert.equal((await loginsOf(server.db, bea.userId)).length, 1);
  const { body } = await login(bea.email, 'a new and better one');
  assert.equal(body.second_factor, 'required');
});

test('a log-in that took its first step with the former password does not take the second', async () => {
  const cleo = await server.newPerson('Cleo');
  await verify(cleo);
  const totp = await enableSecondFactor(cleo);
  const { body } = await login(cleo.email, cleo.password);
  await resetPassword(cleo.email, 'a new and better one');
  server.clock.advance({ seconds: 60 });
  const code = totp.generate({ timestamp: server.clock.now().epochMilliseconds });
  const step = await post('/auth/login/second-factor', { challenge_token: body.challenge_token, code });
  assert.match(step.body.type, /challenge-ended$/);
});

test('a password that was right until it was reset in that moment begins no session', async () => {
  const dora = await server.newPerson('Dora');
  const { passwords } = server.identity;
  const slow = {
    ...server.identity,
    passwords: {
      ...passwords,
      async verify(hash: string | null, password: string) {
        const right = await passwords.verify(hash, password);
        await resetPassword(dora.email, 'a new and better one');
        return right;
      },
    },
  };
  const { email, password } = dora;
  const request = { email, password, ip: '192.0.2.1', at: server.clock.now() };
  const begun = logIn(server.db, slow, request, async () => 'a session');
  await assert.rejects(begun, /credentials|password/i);
});

test('an account that never proved its address is invited, not added: its token goes to the mailbox', async () => {
  const emma = await server.newPerson('Emma');
  const squatter = await server.newPerson('Finn');
  const path = `/organizations/${emma.organizationId}/members`;
  const { body } = await post(path, { email: squatter.email, role: 'admin' }, emma.token);
  assert.deepEqual([body.member, body.invitation.email], [null, squatter.email]);
  const { data } = (await server.call('GET', '/organizations', { token: squatter.token })).body;
  assert.ok(!data.some(({ id }: { id: string }) => id === emma.organizationId));
  await verify(squatter);
  const { body: added } = await post(path, { email: squatter.email, role: 'admin' }, emma.token);
  assert.equal(added.member.user_id, squatter.userId);
});

test('of two owners who have themselves erased at once, one stays', async () => {
  const gina = await server.newPerson('Gina');
  const hugo = await server.newPerson('Hugo');
  await verify(hugo);
  const path = `/organizations/${gina.organizationId}/members`;
  await post(path, { email: hugo.email, role: 'owner' }, gina.token);
  const ivo = await server.newPerson('Ivo');
  await verify(ivo);
  await post(path, { email: ivo.email, role: 'viewer' }, gina.token);
  const answers = await Promise.all(
    [gina, hugo].map(({ token, password }) => server.call('DELETE', '/me', { token, body: { password } })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409]);
});

test('of two who prove the same new address at once, one has it and the other is told', async () => {
  const [jan, kim] = [await server.newPerson('Jan'), await server.newPerson('Kim')];
  const wanted = 'shared@example.com';
  await server.takeMails();
  const tokens: string[] = [];
  for (const { token, password } of [jan, kim]) {
    await post('/me/email', { email: wanted, password }, token);
    tokens.push((await server.takeMailTo('email-verification', wanted)).token);
  }
  const answers = await Promise.all(tokens.map((token) => post('/auth/email/verify', { token })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409]);
});

test('who is suspended between the two steps of a log-in, or while the code is checked, begins no session', async () => {
  const lea = await server.newPerson('Lea');
  await verify(lea);
  const totp = await enableSecondFactor(lea);
  server.clock.advance({ seconds: 60 });
  const { body } = await login(lea.email, lea.password);
  const at = server.clock.now();
  const code = totp.generate({ timestamp: at.epochMilliseconds });
  const held = Promise.withResolvers<void>();
  const suspended = inTransaction(server.db, async (tx) => {
    await suspendPerson(tx, lea.userId, { actor: systemActor('test'), at });
    held.resolve();
    // The code is checked while this is not committed yet.
    await waitedFor(tx);
  });
  await held.promise;
  const step = await post('/auth/login/second-factor', { challenge_token: body.challenge_token, code });
  await suspended;
  assert.match(step.body.type, /account-suspended$/);
});

/** Until somebody waits for a lock of this transaction. */
async function waitedFor(tx: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))`.execute(tx);
    if (rows.length > 0) return;
  }
}
