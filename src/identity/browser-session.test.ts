import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
before(async () => {
  server = await startTestServer();
});
after(() => server.stop());

const password = 'correct horse battery';

/** A browser that signed in: what it sends with each request, and what the portal's script can read. */
async function browse(email: string, origin = server.base) {
  const body = { email, password, session: 'cookie' };
  const signedIn = await server.call('POST', '/auth/login', { body, headers: { origin } });
  return { signedIn, cookie: cookieHeader(signedIn), csrf: signedIn.body.csrf_token as string };
}

function cookieHeader({ cookies }: Answer): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

const rename = (headers: Record<string, string>) =>
  server.call('POST', '/organizations', { headers, body: { name: 'From a browser' } });

test('signing in with a cookie sets an HttpOnly session and a readable CSRF cookie, and shows no token', async () => {
  const { email } = await server.newPerson('Ann');
  const { signedIn, cookie, csrf } = await browse(email);
  assert.equal(signedIn.status, 200);
  assert.deepEqual(Object.keys(signedIn.body).sort(), ['csrf_token', 'expires_in', 'session']);
  const lines = signedIn.headers.getSetCookie();
  const session = lines.find((line) => line.startsWith('turnpike_session='))!;
  const readable = lines.find((line) => line.startsWith('turnpike_csrf='))!;
  assert.match(session, /; HttpOnly; Path=\/; SameSite=Lax; Max-Age=2592000$/);
  assert.doesNotMatch(readable, /HttpOnly/);
  assert.equal(signedIn.cookies.turnpike_csrf, csrf);
  const self = await server.call('GET', '/me', { headers: { cookie } });
  assert.equal(self.body.user.email, email);
});

test('sign-up can start a cookie session as well', async () => {
  const body = { email: 'new@example.com', password, session: 'cookie' };
  const made = await server.call('POST', '/auth/signup', { body, headers: { origin: server.base } });
  assert.equal(made.status, 201);
  assert.equal(made.body.access_token, undefined);
  const self = await server.call('GET', '/me', { headers: { cookie: cookieHeader(made) } });
  assert.equal(self.body.organization_id, made.body.organization.id);
});

test('D43: a change made with a cookie needs the own origin and the CSRF token of that very session', async () => {
  const { email } = await server.newPerson('Ben');
  const { cookie, csrf } = await browse(email);
  const stranger = await browse((await server.newPerson('Mallory')).email);
  const origin = server.base;
  const refused: Record<string, Record<string, string>> = {
    'nothing but the cookie': { cookie },
    'no token': { cookie, origin },
    'an empty token': { cookie, origin, 'x-csrf-token': '' },
    'a wrong token': {
      cookie,
      origin,
      'x-csrf-token': `${csrf.slice(0, -1)}${csrf.endsWith('A') ? 'B' : 'A'}`,
    },
    "another session's token": { cookie, origin, 'x-csrf-token': stranger.csrf },
    'a planted CSRF cookie': {
      cookie: `${cookie}; turnpike_csrf=planted`,
      origin,
      'x-csrf-token': 'planted',
    },
    'another site': { cookie, origin: 'https://evil.example', 'x-csrf-token': csrf },
    'an opaque origin': { cookie, origin: 'null', 'x-csrf-token': csrf },
    'another port': { cookie, origin: 'http://127.0.0.1:1', 'x-csrf-token': csrf },
    'no origin': { cookie, 'x-csrf-token': csrf },
    'a cross-site fetch without origin': { cookie, 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' },
  };
  for (const [name, headers] of Object.entries(refused)) {
    const { status, body } = await rename(headers);
    assert.equal(status, 403, name);
    assert.match(body.type, /csrf-refused$/, name);
  }
  assert.equal((await rename({ cookie, origin, 'x-csrf-token': csrf })).status, 201);
  assert.equal((await rename({ cookie, 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrf })).status, 201);
});

test('D43: a form of another site cannot send JSON, nor change the method', async () => {
  const { email } = await server.newPerson('Carl');
  const { cookie, csrf } = await browse(email);
  const headers = { cookie, origin: server.base, 'x-csrf-token': csrf };
  const plain = await server.call('POST', '/organizations', {
    headers: { ...headers, 'content-type': 'text/plain' },
    body: { name: 'Plain' },
  });
  assert.equal(plain.status, 415);
  const overridden = await server.call('GET', '/organizations', {
    headers: { cookie, 'x-http-method-override': 'POST' },
  });
  assert.equal(overridden.status, 200);
  assert.equal(overridden.body.data.length, 1, 'it was a GET');
});

test('D43: another site cannot sign its visitor in as somebody else', async () => {
  const { email } = await server.newPerson('Dan');
  const { signedIn } = await browse(email, 'https://evil.example');
  assert.equal(signedIn.status, 403);
  assert.deepEqual(signedIn.cookies, {});
});

test('a bearer token beside a cookie decides, and needs no CSRF token', async () => {
  const emma = await server.newPerson('Emma');
  const { cookie } = await browse((await server.newPerson('Fred')).email);
  const made = await server.call('POST', '/organizations', {
    token: emma.token,
    headers: { cookie },
    body: { name: 'By bearer' },
  });
  assert.equal(made.status, 201);
  const wrong = await server.call('GET', '/me', { token: 'wrong', headers: { cookie } });
  assert.equal(wrong.status, 401, 'a wrong token does not fall back to the cookie');
});

test('D42: a changed password gives the browser another secret, and the one before is worth nothing', async () => {
  const person = await server.newPerson('Quinn');
  const origin = { origin: server.base };
  const credentials = { email: person.email, password: person.password, session: 'cookie' };
  const { cookies } = await server.call('POST', '/auth/login', { body: credentials, headers: origin });
  const headers = {
    ...origin,
    cookie: `turnpike_session=${cookies.turnpike_session}`,
    'x-csrf-token': cookies.turnpike_csrf!,
  };
  const body = { current_password: person.password, new_password: 'correct horse battery two' };
  const changed = await server.call('POST', '/me/password', { body, headers });
  assert.equal(changed.status, 204);
  assert.equal((await server.call('GET', '/me', { headers })).status, 401);
  const renewed = { cookie: `turnpike_session=${changed.cookies.turnpike_session}` };
  assert.equal((await server.call('GET', '/me', { headers: renewed })).status, 200);
});

test('D42: each log-in makes a new session, log-out ends one and clears the cookies', async () => {
  const { email } = await server.newPerson('Gus');
  const first = await browse(email);
  const second = await browse(email);
  assert.notEqual(first.signedIn.cookies.turnpike_session, second.signedIn.cookies.turnpike_session);
  const forged = await server.call('POST', '/auth/logout', {
    headers: { cookie: first.cookie, origin: 'https://evil.example' },
  });
  assert.equal(forged.status, 401);
  const headers = { cookie: first.cookie, origin: server.base, 'x-csrf-token': first.csrf };
  const out = await server.call('POST', '/auth/logout', { headers });
  assert.equal(out.status, 204);
  assert.ok(out.headers.getSetCookie().every((line) => line.includes('Max-Age=0')));
  assert.equal((await server.call('GET', '/me', { headers: { cookie: first.cookie } })).status, 401);
  assert.equal((await server.call('GET', '/me', { headers: { cookie: second.cookie } })).status, 200);
});

test('a session that is over does not keep anyone from signing in again', async () => {
  const { email } = await server.newPerson('Hal');
  const { cookie } = await browse(email);
  server.clock.advance({ days: 8 });
  assert.equal((await server.call('GET', '/me', { headers: { cookie } })).status, 401, 'idle for a week');
  const body = { email, password, session: 'cookie' };
  const again = await server.call('POST', '/auth/login', { body, headers: { cookie, origin: server.base } });
  assert.equal(again.status, 200);
});

test('use keeps a session alive, for thirty days at most', async () => {
  const { email } = await server.newPerson('Ida');
  const { cookie } = await browse(email);
  const statuses: number[] = [];
  for (let day = 0; day < 35; day += 5) {
    server.clock.advance({ days: 5 });
    statuses.push((await server.call('GET', '/me', { headers: { cookie } })).status);
  }
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 401, 401]);
});

test('behind HTTPS the cookies are Secure and host-bound, and only the public origin counts', async () => {
  const secure = await startTestServer({ publicUrl: 'https://portal.example.com' });
  try {
    const { email } = await secure.newPerson('Jan');
    const body = { email, password, session: 'cookie' };
    const foreign = await secure.call('POST', '/auth/login', { body, headers: { origin: secure.base } });
    assert.equal(foreign.status, 403);
    const signedIn = await secure.call('POST', '/auth/login', {
      body,
      headers: { origin: 'https://portal.example.com' },
    });
    assert.equal(signedIn.status, 200);
    assert.ok(signedIn.headers.getSetCookie().every((line) => line.endsWith('; Secure')));
    const cookie = `__Host-turnpike_session=${signedIn.cookies['__Host-turnpike_session']}`;
    assert.equal((await secure.call('GET', '/me', { headers: { cookie } })).status, 200);
  } finally {
    await secure.stop();
  }
});
