import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { mailerConformance, sampleMail } from './conformance.ts';
import { fileOutbox } from './file-outbox.ts';

const root = mkdtempSync(join(tmpdir(), 'turnpike-outbox-'));
after(() => rmSync(root, { recursive: true }));
const folder = join(root, 'outbox');
const mailer = fileOutbox(folder, 'Turnpike <turnpike@example.com>');
const names = () => readdirSync(folder);

test('the file outbox is a mailer', (t) =>
  mailerConformance(t, {
    mailer,
    arrived: async () => names().map((name) => readFileSync(join(folder, name))),
  }));

test('a mail is one file that only its owner reads, and is gone when it is forgotten', async () => {
  const mail = sampleMail();
  await mailer.send(mail);
  assert.equal(statSync(join(folder, `${mail.id}.eml`)).mode & 0o777, 0o600);
  await mailer.forget([mail.id]);
  assert.ok(!names().includes(`${mail.id}.eml`));
});

test('an id that names another folder stays in the outbox', async () => {
  await mailer.send(sampleMail({ id: '../escaped' }));
  assert.ok(names().includes('escaped.eml'));
});
