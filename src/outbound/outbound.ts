import { type Mailer, MailRefused } from '#connectors/messaging';
import { type MailContent, mailContentSchema } from '#identity';
import type { Clock, Db, Log, Secrets } from '#kernel';
import type { QueuedMail } from './mail.ts';
import { mailText } from './mail-texts.ts';
import {
  claimDueMail,
  deleteMailsBefore,
  deleteMailsOf,
  insertMail,
  markMailSent,
  noteMailFailure,
} from './store.ts';

/** So often a mail is tried, over about half a day. */
const mostAttempts = 8;
/** The first pause is longer than any one attempt can take: nobody else tries meanwhile. */
const pauseMinutes = { first: 2, growth: 3, longest: 360 };

const keptDays = 30;

export interface OutboundDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly mailer: Mailer;
  /** How people reach the portal: configuration, never what a request says. */
  portalUrl(): string;
  /** Called between sending a mail and marking it; crash tests kill the process there. */
  readonly failpoint?: (name: string) => void;
}

export type Outbound = ReturnType<typeof createOutbound>;

const sealContext = (id: string) => `outbound_mails.content:${id}`;

export function createOutbound(deps: OutboundDeps) {
  const { db, clock, secrets, mailer } = deps;
  return {
    /** Queues a mail under the id of its request; a second time it does nothing. */
    async queueMail(
      tx: Db,
      mail: { id: string; userId: string | null; content: MailContent; at: Temporal.Instant },
    ): Promise<void> {
      const { id, userId, content, at } = mail;
      const contentSealed = secrets.encrypt(JSON.stringify(content), sealContext(id));
      const recipientHash = secrets.hmac('outbound-recipient', content.to.toLowerCase());
      await insertMail(tx, { id, kind: content.kind, userId, recipientHash, contentSealed, at });
    },

    /** Sends what is due. Resolves with how many were tried. */
    async sendDueMails(limit = 100): Promise<number> {
      let tried = 0;
      while (tried < limit) {
        const mail = await claimDueMail(db, clock.now(), pauseMinutes);
        if (!mail) break;
        tried += 1;
        // Claimed once too often: the attempts before this one ended with the process.
        if (mail.attempts > mostAttempts) {
          await noteMailFailure(db, mail.id, mail.lastError ?? 'no attempt came to its end', clock.now());
          continue;
        }
        await settle(deps, mail, await attempt(deps, mail));
      }
      return tried;
    },

    /** What waits for a person, and what this mailer keeps of them, is gone. */
    async forgetMailsOf(tx: Db, userId: string): Promise<void> {
      await mailer.forget(await deleteMailsOf(tx, userId));
    },

    /** What was done with a month ago is gone, here and in what the mailer keeps: nobody could find it again. */
    async purge(at: Temporal.Instant): Promise<void> {
      await mailer.forget(await deleteMailsBefore(db, at.subtract({ hours: 24 * keptDays })));
    },

    /** Who a waiting mail goes to; null when it is sent. */
    recipientOf: (id: string, contentSealed: string | null): string | null =>
      contentSealed === null ? null : open(secrets, id, contentSealed).to,
  };
}

function open(secrets: Secrets, id: string, sealed: string): MailContent {
  return mailContentSchema.parse(JSON.parse(secrets.decrypt(sealed, sealContext(id))));
}

/** Null when the mail was taken, else why it was not. */
async function attempt({ secrets, mailer, portalUrl }: OutboundDeps, mail: QueuedMail): Promise<unknown> {
  const content = open(secrets, mail.id, mail.contentSealed!);
  const text = mailText(content, portalUrl());
  try {
    await mailer.send({ ...text, id: mail.id, to: content.to, at: mail.createdAt });
    return null;
  } catch (error) {
    return error;
  }
}

async function settle(deps: OutboundDeps, mail: QueuedMail, error: unknown): Promise<void> {
  const { db, clock, log, mailer, failpoint = () => {} } = deps;
  const { id, kind, attempts } = mail;
  if (error === null) {
    failpoint('mail.sent');
    // Its person was erased meanwhile: what the mailer has kept since then is to go as well.
    if (!(await markMailSent(db, id, clock.now()))) await mailer.forget([id]);
    return;
  }
  const dead = error instanceof MailRefused || attempts >= mostAttempts;
  log.warn({ mail: id, kind, attempts, dead }, 'a mail was not taken');
  await noteMailFailure(db, id, messageOf(error), dead ? clock.now() : null);
}

/** What a mail server said, cut short. Servers like to repeat addresses; those are not kept. */
function messageOf(error: unknown): string {
  return String((error as Error).message ?? error)
    .replace(/[^\s<>"']+@[^\s<>"']+/g, '…@…')
    .slice(0, 500);
}
