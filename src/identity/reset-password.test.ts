import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
before(async () => {
  server = await startTestServer({ publicUrl: 'https://portal.example.com' });
});
after(() => server.stop());

const forgot = (email: string, headers: Record<string, string> = {}) =>
  server.call('POST', '/auth/password/forgot', { body: { email }, headers });
const reset = (token: string, password = 'a new and better one') =>
  server.call('POST', '/auth/password/reset', { body: { token, password } });
const login = (email: string, password: string) =>
  server.call('POST', '/auth/login', { body: { email, password } });

async function resetToken(email: string): Promise<string> {
  await forgot(email);
  return (await server.takeMailTo('password-reset', email)).token;
}

test('D45: a reset link sets a new password once, and ends every session', async () => {
  const ada = await server.newPerson('Ada');
  const token = await resetToken(ada.email);
  assert.equal((await reset(token)).status, 204);
  assert.equal((await server.call('GET', '/me', { token: ada.token })).status, 401);
  assert.equal((await login(ada.email, ada.password)).status, 401);
  assert.equal((await login(ada.email, 'a new and better one')).status, 200);
  const again = await reset(token, 'yet another password');
  assert.equal(again.status, 410);
  assert.match(again.body.type, /link-ended$/);
  assert.equal((await server.takeMailTo('password-changed', ada.email)).name, 'Ada');
});

test('D45: of many uses of one link at once, one succeeds', async () => {
  const bea = await server.newPerson('Bea');
  const token = await resetToken(bea.email);
  const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => reset(token, `password number ${n}`)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 410, 410, 410, 410]);
});

test('D45: a link is good for 30 minutes, and only until there is a newer one', async () => {
  const cleo = await server.newPerson('Cleo');
  const first = await resetToken(cleo.email);
  const second = await resetToken(cleo.email);
  assert.equal((await reset(first)).status, 410);
  server.clock.advance({ minutes: 30 });
  assert.equal((await reset(second)).status, 410);
  const third = await resetToken(cleo.email);
  server.clock.advance({ minutes: 29 });
  assert.equal((await reset(third)).status, 204);
});

test('D45: a changed password or e-mail address ends the link', async () => {
  const dora = await server.newPerson('Dora');
  const token = await resetToken(dora.email);
  const change = { current_password: dora.password, new_password: 'correct horse battery two' };
  assert.equal((await server.call('POST', '/me/password', { token: dora.token, body: change })).status, 204);
  assert.equal((await reset(token)).status, 410);
  const next = await resetToken(dora.email);
  const body = { email: 'dora.new@example.com', password: 'correct horse battery two' };
  assert.equal((await server.call('POST', '/me/email', { token: dora.token, body })).status, 202);
  const verification = await server.takeMailTo('email-verification', 'dora.new@example.com');
  const verified = await server.call('POST', '/auth/email/verify', { body: { token: verification.token } });
  assert.equal(verified.status, 204);
  assert.equal((await reset(next)).status, 410);
});

test('D45: a known and an unknown address get the same answer, and the same is written', async () => {
  const emma = await server.newPerson('Emma');
  await server.takeMails();
  const rows = async () => {
    const mails = await sql<{ n: bigint }>`select count(*) as n from identity_mails`.execute(server.db);
    const tokens = await sql<{ n: bigint }>`
      select count(*) as n from identity_mail_tokens where purpose = 'password-reset'`.execute(server.db);
    return [mails.rows[0]!.n, tokens.rows[0]!.n];
  };
  const before = await rows();
  const known = await forgot(emma.email);
  const [mailsKnown, tokensKnown] = await rows();
  const unknown = await forgot('nobody@example.com');
  const [mailsUnknown, tokensUnknown] = await rows();
  assert.deepEqual([known.status, known.body], [202, {}]);
  assert.deepEqual([unknown.status, unknown.body], [202, {}]);
  assert.deepEqual(
    [mailsKnown! - before[0]!, tokensKnown! - before[1]!],
    [mailsUnknown! - mailsKnown!, tokensUnknown! - tokensKnown!],
  );
  const sent = (await server.takeMails()).map(({ content }) => content.to);
  assert.deepEqual(sent, [emma.email]);
});

test('D45: what a request says of its host changes nothing about a mail', async () => {
  const finn = await server.newPerson('Finn');
  await server.takeMails();
  const poison = {
    'x-forwarded-host': 'evil.example',
    forwarded: 'host=evil.example',
    origin: 'https://evil.example',
  };
  assert.equal((await forgot(finn.email, poison)).status, 202);
  const [mail] = await server.takeMails();
  assert.doesNotMatch(JSON.stringify(mail), /evil/);
  assert.equal(server.identity.portalUrl(), 'https://portal.example.com');
});

test('the secret of a link is nowhere in the database, the events or the log', async () => {
  const gina = await server.newPerson('Gina');
  await forgot(gina.email);
  const waiting = await sql<{ text: string }>`
    select coalesce(string_agg(m::text, ' '), '') || (select string_agg(e::text, ' ') from kernel_events e) as text
    from identity_mails m`.execute(server.db);
  assert.doesNotMatch(waiting.rows[0]!.text, /gina@example/);
  const { token } = await server.takeMailTo('password-reset', gina.email);
  const stored = await sql<{ text: string }>`
    select string_agg(t::text, ' ') as text from identity_mail_tokens t`.execute(server.db);
  const text = [waiting.rows[0]!.text, stored.rows[0]!.text, ...server.lines].join('\n');
  assert.ok(!text.includes(token) && !text.includes(Buffer.from(token).toString('hex')));
});

test('a password that may not be one leaves the link good', async () => {
  const hugo = await server.newPerson('Hugo');
  const token = await resetToken(hugo.email);
  const short = await reset(token, 'short');
  assert.deepEqual([short.status, short.body.errors[0].pointer], [422, '/password']);
  assert.equal((await reset(token)).status, 204);
});

test('one mailbox gets a few mails, whoever asks and from wherever', async () => {
  const ida = await server.newPerson('Ida');
  await server.takeMails();
  const answers = [];
  for (let n = 0; n < 12; n += 1) {
    answers.push((await forgot(ida.email, { 'x-forwarded-for': `203.0.113.${n}` })).status);
  }
  assert.equal(answers.filter((status) => status === 202).length, 5);
  assert.equal(answers.at(-1), 429);
  assert.equal((await server.takeMails()).length, 5);
});
