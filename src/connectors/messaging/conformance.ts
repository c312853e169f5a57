import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import PostalMime, { type Email } from 'postal-mime';
import { newId } from '#kernel';
import type { Mail, Mailer } from './port.ts';

/** A mailer under test, and what has arrived where it delivers. */
export interface MailerSubject {
  readonly mailer: Mailer;
  arrived(): Promise<readonly (string | Uint8Array)[]>;
}

/** A mail with a subject and a text that need encoding. */
export function sampleMail(more: Partial<Mail> = {}): Mail {
  return {
    id: newId('mai'),
    to: 'ada@example.com',
    subject: 'Ihr Zugang für Zürich ✓',
    text: `Line one\n.\nA long link: https://portal.example.com/reset#token=${'x'.repeat(90)}\n`,
    html: '<p>Zürich &amp; more</p>',
    at: Temporal.Instant.from('2026-03-01T12:00:00Z'),
    ...more,
  };
}

/** The suite that every mailer passes. */
export async function mailerConformance(t: TestContext, { mailer, arrived }: MailerSubject): Promise<void> {
  const read = async (): Promise<Email[]> =>
    Promise.all((await arrived()).map((raw) => PostalMime.parse(raw)));
  const byId = async (id: string) => (await read()).filter((mail) => mail.messageId?.startsWith(`<${id}@`));

  await t.test('a mail arrives with its subject, both of its texts, sender and date', async () => {
    const mail = sampleMail();
    await mailer.send(mail);
    const [got] = await byId(mail.id);
    assert.ok(got);
    assert.equal(got.subject, mail.subject);
    assert.equal(got.text?.replaceAll('\r\n', '\n').trim(), mail.text.trim());
    assert.match(got.html ?? '', /Zürich &amp; more/);
    assert.deepEqual([got.from?.name, got.from?.address], ['Turnpike', 'turnpike@example.com']);
    assert.deepEqual(
      got.to?.map((one) => one.address),
      ['ada@example.com'],
    );
    assert.equal(Temporal.Instant.from(got.date!).toString(), mail.at.toString());
    assert.equal(got.headers.find((one) => one.key === 'auto-submitted')?.value, 'auto-generated');
  });

  await t.test('line breaks in a subject or an address make no header', async () => {
    const mail = sampleMail({ subject: 'Hello\r\nBcc: eve@example.com', to: 'bob@example.com' });
    await mailer.send(mail);
    const [got] = await byId(mail.id);
    assert.equal(got?.bcc, undefined);
    assert.match(got?.subject ?? '', /Hello\s+Bcc: eve@example.com/);
  });

  await t.test('the same mail sent again has the same Message-ID', async () => {
    const mail = sampleMail();
    await mailer.send(mail);
    await mailer.send(mail);
    const got = await byId(mail.id);
    assert.ok(got.length >= 1);
    assert.equal(new Set(got.map((one) => one.messageId)).size, 1);
  });

  await t.test('what it never had is forgotten without a word', () => mailer.forget([newId('mai')]));
}
