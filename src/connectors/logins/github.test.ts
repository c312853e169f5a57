import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { githubProvider } from './github.ts';
import { LoginFailed } from './port.ts';

// A stand-in for GitHub Enterprise Server, as docs.github.com describes its web application flow: codes are good once, a
// refused code is answered 200 with an error, the API wants a user agent.

interface Grant {
  readonly challenge: string;
  readonly redirectUri: string;
}

const grants = new Map<string, Grant>();
let emails = [
  { email: 'Octo@Example.com', primary: true, verified: true },
  { email: 'octo@users.noreply.github.com', primary: false, verified: true },
];

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

function token(form: URLSearchParams): unknown {
  const grant = grants.get(form.get('code') ?? '');
  grants.delete(form.get('code') ?? '');
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  const isRight = grant?.challenge === challenge && grant.redirectUri === form.get('redirect_uri');
  if (form.get('client_secret') !== 'secret') return { error: 'incorrect_client_credentials' };
  return isRight
    ? { access_token: 'gho_token', token_type: 'bearer', scope: 'read:user,user:email' }
    : { error: 'bad_verification_code' };
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url!, 'http://localhost');
  const isKnown = request.headers.authorization === 'Bearer gho_token' && request.headers['user-agent'];
  let status = 200;
  let body: unknown;
  if (url.pathname === '/login/oauth/access_token') body = token(new URLSearchParams(await textOf(request)));
  else if (!isKnown) status = 401;
  else if (url.pathname === '/api/v3/user') body = { id: 583231, login: 'octocat', name: null };
  else if (url.pathname === '/api/v3/user/emails') body = emails;
  else status = 404;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
});

let issuer: string;
before(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
});

const redirectUri = 'https://portal.example.com/login/callback';
const checks = { state: 'state-1', nonce: 'nonce-1', codeVerifier: 'verifier-1' };
const provider = (clientSecret = 'secret') => githubProvider({ issuer, clientId: 'app', clientSecret });

/** The person agrees at GitHub, which sends the browser back. */
async function agree(): Promise<{ state: string; code: string }> {
  const { searchParams, pathname } = new URL(await provider().start(redirectUri, checks));
  assert.equal(pathname, '/login/oauth/authorize');
  assert.equal(searchParams.get('client_id'), 'app');
  const code = `code-${grants.size}-${performance.now()}`;
  const challenge = searchParams.get('code_challenge')!;
  grants.set(code, { challenge, redirectUri: searchParams.get('redirect_uri')! });
  return { state: searchParams.get('state')!, code };
}

test('a person is the number of the account, with the primary address that GitHub has verified', async () => {
  const person = await provider().finish(redirectUri, await agree(), checks);
  assert.deepEqual(person, {
    issuer,
    subject: '583231',
    email: 'octo@example.com',
    emailVerified: true,
    name: 'octocat',
    label: 'octocat',
  });
});

test('an address that is not verified is none', async () => {
  const before = emails;
  emails = [{ email: 'victim@example.com', primary: true, verified: false }, ...before.slice(1)];
  const person = await provider().finish(redirectUri, await agree(), checks);
  emails = before;
  assert.deepEqual([person.email, person.emailVerified], [null, false]);
});

test('another state, a used code, another verifier, a wrong secret and a refusal all fail', async () => {
  const fails = (work: Promise<unknown>) => assert.rejects(work, LoginFailed);
  await fails(provider().finish(redirectUri, { ...(await agree()), state: 'guessed' }, checks));
  const used = await agree();
  await provider().finish(redirectUri, used, checks);
  await fails(provider().finish(redirectUri, used, checks));
  await fails(provider().finish(redirectUri, await agree(), { ...checks, codeVerifier: 'another' }));
  await fails(provider('wrong').finish(redirectUri, await agree(), checks));
  await fails(provider().finish(redirectUri, { state: checks.state, error: 'access_denied' }, checks));
});
