import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { decodeProtectedHeader, exportJWK, SignJWT } from 'jose';
import { verifyAudit } from '#kernel';
import { createPasswords } from './password.ts';
import { findUserByEmail } from './store-users.ts';
import { tables } from './tables.ts';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
before(async () => {
  server = await startTestServer();
});
after(() => server.stop());

const login = (email: string, password: string, headers: Record<string, string> = {}) =>
  server.call('POST', '/auth/login', { body: { email, password }, headers });
const refresh = (token: string) => server.call('POST', '/auth/refresh', { body: { refresh_token: token } });
const me = (token: string) => server.call('GET', '/me', { token });

test('log-in answers exactly the four promised fields, and the access token works', async () => {
  const ada = await server.newPerson('Ada');
  const { status, body } = await login('  ADA@Example.com ', ada.password);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body).sort(), ['access_token', 'expires_in', 'refresh_token', 'token_type']);
  assert.equal(body.token_type, 'Bearer');
  assert.equal(body.expires_in, 600);
  const { body: self } = await me(body.access_token);
  assert.equal(self.user.email, 'ada@example.com');
  assert.equal(self.operator, false);
  assert.equal(self.organization_id, ada.organizationId);
  assert.deepEqual(
    self.organizations.map((one: { role: string }) => one.role),
    ['owner'],
  );
  assert.equal((await me('')).status, 401);
});

test('e-mail addresses are unique whatever their case, and a refused sign-up leaves nothing', async () => {
  const bob = await server.newPerson('Bob');
  const count = () => tables(server.db).selectFrom('identity_organizations').select('id').execute();
  const before = await count();
  const again = await server.call('POST', '/auth/signup', {
    body: { email: 'BOB@example.COM', password: 'another password' },
  });
  assert.equal(again.status, 409);
  assert.match(again.body.type, /email-taken$/);
  assert.equal((await count()).length, before.length);
  assert.equal((await login(bob.email, 'another password')).status, 401);
});

test('a short password, an unknown field and a wrong type are refused with their pointers', async () => {
  const signUp = (body: unknown) => server.call('POST', '/auth/signup', { body });
  const cases: [unknown, string][] = [
    [{ email: 'x@example.com', password: 'short' }, '/password'],
    [{ email: 'x@example.com', password: 'x'.repeat(201) }, '/password'],
    [{ email: 'no address', password: 'correct horse battery' }, '/email'],
    [{ email: 'x@example.com', password: 'correct horse battery', operator: true }, '/operator'],
    [{ email: 'x@example.com', password: 'correct horse battery', role: 'owner' }, '/role'],
    [{ email: ['x@example.com'], password: 'correct horse battery' }, '/email'],
  ];
  for (const [body, pointer] of cases) {
    const { status, body: problem } = await signUp(body);
    assert.equal(status, 422, pointer);
    assert.equal(problem.errors[0].pointer, pointer);
  }
  assert.equal(await findUserByEmail(server.db, 'x@example.com'), null);
});

test('unknown account and wrong password get the same answer', async () => {
  const cleo = await server.newPerson('Cleo');
  const wrong = await login(cleo.email, 'not the password');
  const unknown = await login('nobody@example.com', 'not the password');
  const shape = ({ status, body }: typeof wrong) => [status, { ...body, request_id: '', instance: '' }];
  assert.deepEqual(shape(wrong), shape(unknown));
  assert.equal(wrong.status, 401);
});

test('a hash of outdated cost is renewed at log-in and still opens the account', async () => {
  const dora = await server.newPerson('Dora');
  const old = await createPasswords({ memoryKib: 16, passes: 2, parallelism: 1 }).hash(dora.password);
  await tables(server.db)
    .updateTable('identity_users')
    .set({ password_hash: old })
    .where('id', '=', dora.userId)
    .execute();
  assert.equal((await login(dora.email, dora.password)).status, 200);
  const renewed = await findUserByEmail(server.db, dora.email);
  assert.match(renewed!.passwordHash!, /\$m=8,t=1,p=1\$/);
  assert.equal((await login(dora.email, dora.password)).status, 200);
});

test('refresh rotates; using a rotated token again ends the whole family, other sessions live on', async () => {
  const eve = await server.newPerson('Eve');
  const other = await login(eve.email, eve.password);
  const second = await refresh(eve.refreshToken);
  assert.equal(second.status, 200);
  assert.notEqual(second.body.refresh_token, eve.refreshToken);
  assert.equal((await me(second.body.access_token)).status, 200);
  const reused = await refresh(eve.refreshToken);
  assert.equal(reused.status, 401);
  assert.match(reused.body.type, /session-ended$/);
  assert.equal((await refresh(second.body.refresh_token)).status, 401, 'the newest token is dead, too');
  assert.equal((await me(second.body.access_token)).status, 401, 'and so is its access token');
  assert.equal((await me(other.body.access_token)).status, 200);
  assert.equal((await refresh(other.body.refresh_token)).status, 200);
});

test('of many refreshes with one token at once, at most one succeeds and the family ends', async () => {
  const finn = await server.newPerson('Finn');
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(finn.refreshToken)));
  const succeeded = answers.filter(({ status }) => status === 200);
  assert.equal(succeeded.length, 1);
  assert.equal((await refresh(succeeded[0]!.body.refresh_token)).status, 401);
});

test('refresh tokens, cookies and passwords are nowhere in the database or the log', async () => {
  const gina = await server.newPerson('Gina');
  const dump: string[] = [];
  for (const table of [
    'identity_users',
    'identity_sessions',
    'identity_refresh_tokens',
    'identity_signing_keys',
  ] as const) {
    const rows = await tables(server.db).selectFrom(table).selectAll().execute();
    for (const row of rows) {
      const plain = Object.values(row).map((value) =>
        Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value),
      );
      dump.push(plain.join(' '));
    }
  }
  const text = [...dump, ...server.lines].join('\n');
  for (const secret of [gina.password, gina.refreshToken, gina.refreshToken.slice(4), gina.token, '"d":']) {
    assert.ok(!text.includes(secret), secret.slice(0, 12));
  }
});

test('log-out ends the session by access token and by refresh token', async () => {
  const hugo = await server.newPerson('Hugo');
  assert.equal((await server.call('POST', '/auth/logout', { token: hugo.token })).status, 204);
  assert.equal((await me(hugo.token)).status, 401);
  assert.equal((await refresh(hugo.refreshToken)).status, 401);
  const again = await login(hugo.email, hugo.password);
  const body = { refresh_token: again.body.refresh_token };
  assert.equal((await server.call('POST', '/auth/logout', { body })).status, 204);
  assert.equal((await me(again.body.access_token)).status, 401);
  assert.equal((await server.call('POST', '/auth/logout', { body })).status, 204, 'can be repeated');
  assert.equal((await server.call('POST', '/auth/logout')).status, 401, 'nobody has nothing to end');
});

test('D41: forged, altered, foreign and expired access tokens are refused', async () => {
  const ivy = await server.newPerson('Ivy');
  const [head = '', payload = '', signature = ''] = ivy.token.split('.');
  const { kid } = decodeProtectedHeader(ivy.token);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const hmacSigned = (header: object, key: string | Buffer) => {
    const input = `${encode(header)}.${payload}`;
    return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
  };
  const stored = await tables(server.db)
    .selectFrom('identity_signing_keys')
    .selectAll()
    .executeTakeFirstOrThrow();
  const publicKey = String(stored.public_jwk.x);
  const own = generateKeyPairSync('ed25519');
  const ownJwk = { ...(await exportJWK(own.publicKey)) };
  const ownSigned = (header: object) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', ...header }).sign(own.privateKey);
  const attacks: Record<string, string> = {
    'alg none': `${encode({ alg: 'none', kid, typ: 'at+jwt' })}.${payload}.`,
    'alg none, other case': `${encode({ alg: 'nOnE', kid, typ: 'at+jwt' })}.${payload}.${signature}`,
    'HS256 with the public key': hmacSigned(
      { alg: 'HS256', kid, typ: 'at+jwt' },
      Buffer.from(publicKey, 'base64url'),
    ),
    'HS256 with the public key as text': hmacSigned({ alg: 'HS256', kid, typ: 'at+jwt' }, publicKey),
    'own key, our kid': await ownSigned({ kid }),
    'own key in jwk': await ownSigned({ kid, jwk: ownJwk }),
    'own key at jku': await ownSigned({ kid, jku: `${server.base}/keys.json` }),
    'own key at x5u': await ownSigned({ kid, x5u: 'http://169.254.169.254/' }),
    'kid that is a path': await ownSigned({ kid: '../../../../dev/null' }),
    'kid that is SQL': await ownSigned({ kid: "' or 1=1 --" }),
    'another person in the payload': `${head}.${encode({ ...claims, sub: 'usr_other' })}.${signature}`,
    'no signature': `${head}.${payload}.`,
    'half a token': `${head}.${payload}`,
    garbage: 'x'.repeat(3000),
  };
  for (const [name, token] of Object.entries(attacks)) {
    const { status, body } = await me(token);
    assert.equal(status, 401, name);
    assert.match(body.type, /unauthenticated$/, name);
  }
  assert.equal((await me(ivy.token)).status, 200, 'the true one is good');
});

test('D41: our own key does not vouch for a token of another kind, audience or session', async () => {
  const june = await server.newPerson('June');
  const kate = await server.newPerson('Kate');
  const at = server.clock.now();
  const sessionOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).sid as string;
  const crossed = await server.identity.accessTokens.issue(
    { userId: kate.userId, sessionId: sessionOf(june.token) },
    at,
  );
  assert.equal((await me(crossed)).status, 401);
  const right = await server.identity.accessTokens.issue(
    { userId: june.userId, sessionId: sessionOf(june.token) },
    at,
  );
  assert.equal((await me(right)).status, 200);
});

test('an access token ends after ten minutes, a refresh token after thirty days', async () => {
  const lena = await server.newPerson('Lena');
  server.clock.advance({ seconds: 599 });
  assert.equal((await me(lena.token)).status, 200);
  server.clock.advance({ seconds: 1 });
  const expired = await me(lena.token);
  assert.equal(expired.status, 401);
  assert.match(expired.headers.get('www-authenticate') ?? '', /invalid_token/);
  const stale = await server.call('POST', '/auth/refresh', {
    token: lena.token,
    body: { refresh_token: lena.refreshToken },
  });
  assert.equal(stale.status, 200, 'an expired access token beside it does not matter');
  server.clock.advance({ days: 31 });
  assert.equal((await refresh(stale.body.refresh_token)).status, 401);
});

test('a changed password needs the present one and ends all other sessions', async () => {
  const mona = await server.newPerson('Mona');
  const other = await login(mona.email, mona.password);
  const change = (current: string, next: string) =>
    server.call('POST', '/me/password', {
      token: mona.token,
      body: { current_password: current, new_password: next },
    });
  const refused = await change('not my password', 'a fresh new password');
  assert.equal(refused.status, 422);
  assert.equal(refused.body.errors[0].pointer, '/current_password');
  assert.equal((await change(mona.password, 'short')).status, 422);
  assert.equal((await change(mona.password, 'a fresh new password')).status, 204);
  assert.equal((await me(mona.token)).status, 200);
  assert.equal((await me(other.body.access_token)).status, 401);
  assert.equal((await login(mona.email, mona.password)).status, 401);
  assert.equal((await login(mona.email, 'a fresh new password')).status, 200);
});

test('D44: guessing at one account is throttled, and the victim still gets in from a known address', async () => {
  const nora = await server.newPerson('Nora');
  const from = (ip: string, password: string) => login(nora.email, password, { 'x-forwarded-for': ip });
  assert.equal((await from('198.51.100.1', nora.password)).status, 200);
  const guesses = await Promise.all(Array.from({ length: 20 }, () => from('203.0.113.9', 'wrong password')));
  const statuses = guesses.map(({ status }) => status);
  assert.equal(
    statuses.filter((status) => status === 401).length,
    10,
    'parallel guesses cannot pass the limit',
  );
  assert.equal(statuses.filter((status) => status === 429).length, 10);
  const refused = await from('203.0.113.9', nora.password);
  assert.equal(refused.status, 429, 'not even the right password is looked at');
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  for (let i = 0; i < 60; i += 1) await from(`203.0.113.${100 + i}`, 'wrong password');
  assert.equal(
    (await from('192.0.2.77', nora.password)).status,
    429,
    'a crowd of addresses is throttled as well',
  );
  assert.equal(
    (await from('198.51.100.1', nora.password)).status,
    200,
    'the address she used before is spared',
  );
  assert.equal(
    (await login('someone-else@example.com', 'x'.repeat(12))).status,
    401,
    'others are not affected',
  );
  server.clock.advance({ minutes: 61 });
  assert.equal((await from('203.0.113.9', nora.password)).status, 200, 'allowances grow back');
});

test('log-ins that succeed use nothing up', async () => {
  const olga = await server.newPerson('Olga');
  for (let i = 0; i < 15; i += 1) assert.equal((await login(olga.email, olga.password)).status, 200);
});

test('the audit chain tells of sessions and is intact', async () => {
  const verdict = await verifyAudit(server.db);
  assert.equal(verdict.intact, true);
  assert.ok(verdict.intact && verdict.entries > 20n);
});
