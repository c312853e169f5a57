import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import PostalMime from 'postal-mime';
import { fileOutbox, type Mail, type Mailer, MailRefused } from '#connectors/messaging';
import type { MailContent } from '#identity';
import { createSecrets, inTransaction, manualClock, newId, silentLog, testDatabase } from '#kernel';
import { createOutbound } from './outbound.ts';
import { pageOfMails } from './store.ts';

const secrets = createSecrets(randomBytes(32));
const clock = manualClock('2026-03-01T12:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'turnpike-outbound-'));
let database: Awaited<ReturnType<typeof testDatabase>>;

before(async () => {
  database = await testDatabase();
});
after(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** A mailer that takes what `take` lets pass, and remembers every try. */
function recordingMailer(take: (mail: Mail) => void = () => {}) {
  const tried: Mail[] = [];
  const forgotten: string[] = [];
  const mailer: Mailer = {
    name: 'recording',
    destination: 'a list',
    async send(mail) {
      tried.push(mail);
      take(mail);
    },
    async forget(ids) {
      forgotten.push(...ids);
    },
  };
  return { mailer, tried, forgotten };
}

function outboundWith(mailer: Mailer, failpoint?: (name: string) => void) {
  return createOutbound({
    ...{ db: database.db, clock, log: silentLog, secrets, mailer },
    portalUrl: () => 'https://portal.example.com/',
    ...(failpoint ? { failpoint } : {}),
  });
}

const reset: MailContent = {
  kind: 'password-reset',
  to: 'ada@example.com',
  name: 'Ada',
  token: 'tpl_secret',
};

async function queue(
  outbound: ReturnType<typeof outboundWith>,
  userId: string | null = null,
  id = newId('mai'),
) {
  const mail = { id, userId, content: reset, at: clock.now() };
  await inTransaction(database.db, (tx) => outbound.queueMail(tx, mail));
  return id;
}

const find = async (id: string) => {
  const rows = await pageOfMails(database.db, undefined, null, 200);
  return rows.find((row) => row.id === id)!;
};

test('a mail that is asked for twice goes out once, under the id of its request', async () => {
  const { mailer, tried } = recordingMailer();
  const outbound = outboundWith(mailer);
  const id = await queue(outbound);
  await queue(outbound, null, id);
  await outbound.sendDueMails();
  await queue(outbound, null, id);
  await outbound.sendDueMails();
  assert.deepEqual(
    tried.map((mail) => [mail.id, mail.to, mail.subject]),
    [[id, 'ada@example.com', 'Reset your password']],
  );
});

test('links lead to the public address, with the secret where no server sees it', async () => {
  const { mailer, tried } = recordingMailer();
  const outbound = outboundWith(mailer);
  await queue(outbound);
  await outbound.sendDueMails();
  const link = 'https://portal.example.com/reset-password#token=tpl_secret';
  assert.ok(tried[0]!.text.includes(`\n${link}\n`));
  assert.ok(tried[0]!.html.includes(`href="${link}"`));
});

test('what waits is sealed, and what was sent is gone from the row', async () => {
  const { mailer } = recordingMailer();
  const outbound = outboundWith(mailer);
  const id = await queue(outbound);
  const waiting = await find(id);
  assert.doesNotMatch(JSON.stringify(waiting), /ada@example|tpl_secret|Ada/);
  assert.equal(outbound.recipientOf(id, waiting.contentSealed), 'ada@example.com');
  await outbound.sendDueMails();
  const sent = await find(id);
  assert.deepEqual([sent.state, sent.contentSealed], ['sent', null]);
});

test('a server that is away is tried again with growing pauses, eight times, then the mail is dead', async () => {
  const { mailer, tried } = recordingMailer(() => {
    throw new Error('450 <ada@example.com>: try later');
  });
  const outbound = outboundWith(mailer);
  const id = await queue(outbound);
  const pauses: number[] = [];
  for (let pass = 0; pass < 20; pass += 1) {
    await outbound.sendDueMails();
    const { nextAttemptAt, state } = await find(id);
    if (state !== 'queued') break;
    pauses.push(nextAttemptAt.since(clock.now()).total('minutes'));
    assert.equal(await outbound.sendDueMails(), 0, 'nothing is due before the pause is over');
    clock.set(nextAttemptAt);
  }
  assert.equal(tried.length, 8);
  assert.deepEqual(pauses, [2, 6, 18, 54, 162, 360, 360]);
  const dead = await find(id);
  assert.deepEqual([dead.state, dead.lastError], ['dead', '450 <…@…>: try later']);
});

test('a refusal for good is dead at once', async () => {
  const { mailer, tried } = recordingMailer(() => {
    throw new MailRefused('550 no such user');
  });
  const outbound = outboundWith(mailer);
  const id = await queue(outbound);
  await outbound.sendDueMails();
  clock.advance({ hours: 24 });
  await outbound.sendDueMails();
  assert.equal(tried.length, 1);
  assert.equal((await find(id)).state, 'dead');
});

test('D53: a crash between sending and marking makes one duplicate under one id, and never a loop', async () => {
  const { mailer, tried } = recordingMailer();
  let crashes = 1;
  const outbound = outboundWith(mailer, () => {
    if (crashes-- > 0) throw new Error('the process ends here');
  });
  const id = await queue(outbound);
  await assert.rejects(outbound.sendDueMails());
  assert.equal(await outbound.sendDueMails(), 0, 'nobody else sends it meanwhile');
  clock.advance({ minutes: 3 });
  await outbound.sendDueMails();
  clock.advance({ hours: 24 });
  await outbound.sendDueMails();
  assert.deepEqual(
    tried.map((mail) => mail.id),
    [id, id],
  );
  crashes = Number.POSITIVE_INFINITY;
  const unlucky = await queue(outbound);
  for (let pass = 0; pass < 12; pass += 1) {
    await outbound.sendDueMails().catch(() => {});
    clock.advance({ hours: 7 });
  }
  assert.equal((await find(unlucky)).state, 'dead');
  assert.equal(tried.filter((mail) => mail.id === unlucky).length, 8);
});

test('many senders at once send each mail once', async () => {
  const { mailer, tried } = recordingMailer();
  const senders = Array.from({ length: 4 }, () => outboundWith(mailer));
  const ids = await Promise.all(Array.from({ length: 20 }, () => queue(senders[0]!)));
  await Promise.all(senders.map((sender) => sender.sendDueMails()));
  assert.deepEqual(tried.map((mail) => mail.id).sort(), ids.sort());
});

test('mails of an erased person are gone from the queue and from the folder', async () => {
  const outbound = outboundWith(fileOutbox(folder, 'turnpike@example.com'));
  const id = await queue(outbound, 'usr_erased');
  await outbound.sendDueMails();
  const [name] = readdirSync(folder);
  const mail = await PostalMime.parse(readFileSync(join(folder, name!)));
  assert.equal(mail.messageId, `<${id}@example.com>`);
  const waiting = await queue(outbound, 'usr_erased');
  await inTransaction(database.db, (tx) => outbound.forgetMailsOf(tx, 'usr_erased'));
  assert.deepEqual(readdirSync(folder), []);
  assert.equal(await find(waiting), undefined);
});

test('names of strangers are text: no markup, no second line', async () => {
  const { mailer, tried } = recordingMailer();
  const outbound = outboundWith(mailer);
  const content: MailContent = {
    kind: 'invitation',
    to: 'bob@example.com',
    organization: '<img src=x onerror=alert(1)>',
    inviter: 'Eve\r\nBcc: all@example.com',
    role: 'viewer',
    token: 'tpi_x',
  };
  const mail = { id: newId('mai'), userId: null, content, at: clock.now() };
  await inTransaction(database.db, (tx) => outbound.queueMail(tx, mail));
  await outbound.sendDueMails();
  assert.doesNotMatch(tried[0]!.html, /<img/);
  assert.doesNotMatch(tried[0]!.subject, /[\r\n]/);
});

test('what was sent a month ago is forgotten, also by the mailer', async () => {
  const { mailer, forgotten } = recordingMailer();
  const outbound = outboundWith(mailer);
  const id = await queue(outbound);
  await outbound.sendDueMails();
  clock.advance({ hours: 24 * 31 });
  await outbound.purge(clock.now());
  assert.equal(await find(id), undefined);
  assert.ok(forgotten.includes(id));
});

test('D52: an erased person leaves no mail, sent before the account, waiting, or on its way', async () => {
  const slow = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const box = fileOutbox(join(folder, 'erased'), 'Turnpike <turnpike@example.com>');
  const mailer: Mailer = {
    ...box,
    async send(mail) {
      if (mail.subject.includes('password')) {
        begun.resolve();
        await slow.promise;
      }
      await box.send(mail);
    },
  };
  const outbound = outboundWith(mailer);
  const put = (content: MailContent, userId: string | null) =>
    inTransaction(database.db, (tx) =>
      outbound.queueMail(tx, { id: newId('mai'), userId, content, at: clock.now() }),
    );
  const about = { organization: 'Acme', inviter: 'Eve', role: 'viewer', token: 'tpi_x' };
  await put({ kind: 'invitation', to: 'Zoe@example.com', ...about }, null);
  await put({ kind: 'invitation', to: 'yan@example.com', ...about }, null);
  await put({ kind: 'email-verification', to: 'zoe@example.com', name: 'Zoe', token: 'tpl_x' }, 'usr_zoe');
  await outbound.sendDueMails();
  const kept = () =>
    readdirSync(join(folder, 'erased')).map((name) => readFileSync(join(folder, 'erased', name), 'utf8'));
  assert.equal(kept().length, 3);
  await put({ ...reset, to: 'zoe@example.com' }, 'usr_zoe');
  const sending = outbound.sendDueMails();
  await begun.promise;
  await inTransaction(database.db, (tx) => outbound.forgetMailsOf(tx, 'usr_zoe'));
  slow.resolve();
  await sending;
  assert.deepEqual(
    kept().map((text) => /zoe@/i.test(text)),
    [false],
  );
  assert.match(kept()[0]!, /yan@example\.com/);
});
