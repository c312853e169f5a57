import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { operatorOf } from './billed.ts';
import { Client, eventually, type Json } from './client.ts';
import { Instance } from './instance.ts';
import { openShop } from './shop.ts';

// What somebody without an account, or with a password that is not theirs, tries on the running program.

const instance = new Instance();
const password = 'correct horse battery';
let anyone: Client;

before(async () => {
  await instance.start();
  anyone = new Client(instance.facts.portal_url);
});

after(() => instance.remove());

async function signUp(name: string): Promise<Client> {
  const account = { email: `${name}@example.com`, password, organization_slug: name };
  return anyone.bearer((await anyone.post('/auth/signup', account)).access_token);
}

const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status).sort();

/** Sends what `fetch` does not let one send: another Host. */
function sendAs(host: string, path: string, body: Json, headers: Record<string, string> = {}): Promise<Json> {
  const { hostname, port } = new URL(instance.facts.portal_url);
  const type = { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const options = { hostname, port, method: 'POST', path: `/api/v1${path}` };
    const sent = request({ ...options, headers: { ...type, ...headers, host } }, async (response) => {
      let text = '';
      for await (const part of response.setEncoding('utf8')) text += part;
      resolve(JSON.parse(text || 'null'));
    });
    sent.once('error', reject).end(JSON.stringify(body));
  });
}

function mailsTo(address: string): string[] {
  const folder = join(instance.dataDirectory, 'outbox');
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return texts.filter((text) => text.includes(`To: ${address}`));
}

test('D45 no Host, and no proxy that nobody trusts, bends the links of mails or the way back from a provider', async () => {
  await signUp('ada');
  const evil = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example',
  };
  await sendAs('evil.example', '/auth/password/forgot', { email: 'ada@example.com' }, evil);
  const mail = await eventually('the mail', 30, async () =>
    mailsTo('ada@example.com').find((text) => text.includes('reset-password')),
  );
  assert.ok(mail.includes(instance.facts.portal_url), 'the link leads to the portal');
  assert.doesNotMatch(mail, /evil/);
  const operator = await operatorOf(instance, anyone);
  const login = {
    label: 'Hub',
    issuer: 'https://github.com',
    client_id: 'id',
    client_secret: 'not a secret',
  };
  await operator.ok('PUT', '/login-providers/hub', { kind: 'github', ...login });
  const origin = { origin: 'http://evil.example', ...evil };
  const { url } = await sendAs('evil.example', '/auth/providers/hub/start', {}, origin);
  const back = new URL(new URL(url).searchParams.get('redirect_uri')!);
  assert.equal(back.origin, new URL(instance.facts.portal_url).origin);
});

test('D44 an address that only a header claims does not begin the count anew', async () => {
  await signUp('bea');
  const answers: number[] = [];
  for (let i = 0; i < 14; i += 1) {
    const address = `198.51.100.${i}`;
    const claims = { 'x-forwarded-for': address, 'x-real-ip': address, forwarded: `for=${address}` };
    const guess = { email: 'bea@example.com', password: `guess number ${i}` };
    answers.push((await anyone.send('POST', '/auth/login', guess, claims)).status);
  }
  assert.deepEqual(answers.slice(0, 10), Array(10).fill(401));
  assert.deepEqual(answers.slice(10), Array(4).fill(429));
});

test('a code of the second factor, or a recovery code, opens one of many log-ins at once', async () => {
  const cleo = await signUp('cleo');
  const { secret } = await cleo.post('/me/second-factor/secret');
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
  const { recovery_codes: recovery } = await cleo.post('/me/second-factor/enable', {
    password,
    code: totp.generate(),
  });
  const next = totp.generate({ timestamp: Date.now() + 30_000 });
  for (const code of [next, recovery[0]]) {
    const challenges = [];
    for (let i = 0; i < 4; i += 1)
      challenges.push(
        (await anyone.post('/auth/login', { email: 'cleo@example.com', password })).challenge_token,
      );
    const answers = await Promise.all(
      challenges.map((token) =>
        anyone.send('POST', '/auth/login/second-factor', { challenge_token: token, code }),
      ),
    );
    assert.deepEqual(statuses(answers), [200, 401, 401, 401]);
  }
});

test('the answer to who has an account is the same, whatever is asked without one', async () => {
  await signUp('dora');
  const [known, unknown] = ['dora@example.com', 'nobody@example.com'];
  const shape = ({ status, body }: { status: number; body: Json }) => {
    const { instance: _, request_id: __, ...rest } = body;
    return { status, rest };
  };
  for (const ask of [
    (email: string) => anyone.send('POST', '/auth/login', { email, password: 'not the password' }),
    (email: string) => anyone.send('POST', '/auth/password/forgot', { email }),
  ])
    assert.deepEqual(shape(await ask(known!)), shape(await ask(unknown!)));
});

test('a key that is reported as leaked is answered like one that nobody has, and like one that was reported', async () => {
  const routes = [{ method: 'GET', template: '/plain' }];
  const shop = await openShop(anyone, { upstreamUrl: 'https://93.184.215.14', routes });
  const report = (key: string) => anyone.send('POST', '/keys/report-leak', { key });
  const answers = [];
  for (const key of [shop.key, shop.key, 'never a key of anybody']) answers.push(await report(key));
  const [{ state }] = (await anyone.bearer(shop.consumerToken).get('/keys')).data;
  assert.equal(state, 'revoked');
  const seen = answers.map(({ status, headers, body }) => [status, [...headers.keys()].sort(), body]);
  assert.deepEqual(seen[1], seen[0]);
  assert.deepEqual(seen[2], seen[0]);
});
