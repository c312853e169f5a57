import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { mailerConformance, sampleMail } from './conformance.ts';
import { MailRefused } from './port.ts';
import { smtpMailer, smtpServerOf } from './smtp.ts';

const from = 'Turnpike <turnpike@example.com>';
let certificate: { cert: string; private: string };
const open: SMTPServer[] = [];

before(async () => {
  certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
});
after(async () => {
  for (const server of open) await new Promise<void>((done) => server.close(() => done()));
});

/** A real mail server with TLS that takes one account, and what it was sent. */
async function startServer(options: SMTPServerOptions = {}) {
  const arrived: Buffer[] = [];
  const seen: { secure: boolean; user: unknown }[] = [];
  const server = new SMTPServer({
    key: certificate.private,
    cert: certificate.cert,
    onAuth: ({ username, password }, _session, done) =>
      username === 'post' && password === 'a:b@c' ? done(null, { user: username }) : done(new Error('no')),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part) => parts.push(part));
      stream.on('end', () => {
        arrived.push(Buffer.concat(parts));
        seen.push({ secure: session.secure, user: session.user });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  open.push(server);
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  const { port } = server.server.address() as AddressInfo;
  return { arrived, seen, port };
}

const told = (url: string) => ({ ...smtpServerOf(url), ca: certificate.cert });
const refusing = (responseCode: number): SMTPServerOptions => ({
  onRcptTo: (_address, _session, done) => done(Object.assign(new Error('not you'), { responseCode })),
});

test('a mail server with STARTTLS and a log-in is a mailer', async (t) => {
  const { arrived, seen, port } = await startServer();
  const mailer = smtpMailer(told(`smtp://post:a%3Ab%40c@localhost:${port}`), from);
  await mailerConformance(t, { mailer, arrived: async () => arrived });
  assert.deepEqual(seen[0], { secure: true, user: 'post' });
});

test('TLS from the first byte', async () => {
  const { seen, port } = await startServer({ secure: true });
  await smtpMailer(told(`smtps://post:a%3Ab%40c@localhost:${port}`), from).send(sampleMail());
  assert.deepEqual(seen, [{ secure: true, user: 'post' }]);
});

test('without TLS on the other side nothing is said at all', async () => {
  const { arrived, port } = await startServer({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  const mailer = smtpMailer(told(`smtp://post:a%3Ab%40c@localhost:${port}`), from);
  await assert.rejects(mailer.send(sampleMail()), (error: Error) => !(error instanceof MailRefused));
  assert.equal(arrived.length, 0);
});

test('a certificate that nobody vouches for is not believed', async () => {
  const { arrived, port } = await startServer({ secure: true });
  const mailer = smtpMailer(smtpServerOf(`smtps://post:a%3Ab%40c@localhost:${port}`), from);
  await assert.rejects(mailer.send(sampleMail()), /certificate|self.signed/i);
  assert.equal(arrived.length, 0);
});

test('a refusal for good (5xx) is told apart from one for now (4xx), and from a wrong password of ours', async () => {
  const login = 'post:a%3Ab%40c';
  const outcome = async (port: number, credentials = login) => {
    const mailer = smtpMailer(told(`smtp://${credentials}@localhost:${port}`), from);
    return mailer.send(sampleMail()).then(
      () => 'sent',
      (error: unknown) => (error instanceof MailRefused ? 'refused' : 'later'),
    );
  };
  assert.equal(await outcome((await startServer(refusing(550))).port), 'refused');
  assert.equal(await outcome((await startServer(refusing(450))).port), 'later');
  assert.equal(await outcome((await startServer()).port, 'post:wrong'), 'later');
  assert.equal(await outcome(1), 'later', 'nobody listens');
});
