import { z } from 'zod';
import { type Db, emit, newId, type Secrets } from '#kernel';
import { mailRequested } from './events.ts';
import { deleteMail, insertMail } from './store-mails.ts';

const to = z.string();
const name = z.string();
const token = z.string();
const organization = z.string();

/** What a mail says, in facts; its words are found where it is sent. A `token` goes into a link. */
export const mailContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('email-verification'), to, name, token }),
  z.object({ kind: z.literal('email-change-requested'), to, name, newEmail: z.string() }),
  z.object({ kind: z.literal('email-changed'), to, name }),
  z.object({ kind: z.literal('password-reset'), to, name, token }),
  z.object({ kind: z.literal('password-changed'), to, name }),
  z.object({ kind: z.literal('invitation'), to, organization, inviter: name, role: z.string(), token }),
  z.object({ kind: z.literal('member-added'), to, name, organization, role: z.string() }),
  z.object({ kind: z.literal('second-factor-enabled'), to, name }),
  z.object({ kind: z.literal('second-factor-disabled'), to, name }),
  z.object({ kind: z.literal('login-linked'), to, name, provider: z.string() }),
  z.object({ kind: z.literal('account-erased'), to, name }),
  z.object({
    kind: z.literal('usage-alert'),
    to,
    organization,
    /** Of the organization and the subscription, for the link. */
    slug: z.string(),
    subscription: z.string(),
    product: z.string(),
    plan: z.string(),
    about: z.enum(['quota', 'spend']),
    /** `80 %`, or `50.00 USD`. */
    threshold: z.string(),
    value: z.string(),
  }),
]);

export type MailContent = z.output<typeof mailContentSchema>;

/** Somebody typed this address and asked for a reset. Whether an account has it is looked up only when it is taken. */
const resetRequestSchema = z.object({ kind: z.literal('password-reset-request'), to });

const storedSchema = z.union([mailContentSchema, resetRequestSchema]);

export type StoredContent = z.output<typeof storedSchema>;

const sealContext = (id: string) => `identity_mails.content:${id}`;

/**
 * Announces a mail with the change that it tells of. The event says only that there is one: addresses and links
 * stand sealed in a row that whoever delivers takes over, so that nothing of them stays behind.
 */
export async function requestMail(
  tx: Db,
  secrets: Secrets,
  mail: { content: StoredContent; userId: string | null; at: Temporal.Instant },
): Promise<void> {
  const { content, userId, at } = mail;
  const id = newId('mai');
  const contentSealed = secrets.encrypt(JSON.stringify(content), sealContext(id));
  await insertMail(tx, { id, userId, contentSealed, at });
  await emit(tx, mailRequested, { mail_id: id }, { organizationId: null, at });
}

/** Hands the stored mail over; it is here no more. Null when it was taken before, or its person was erased. */
export async function takeStoredMail(
  tx: Db,
  secrets: Secrets,
  id: string,
): Promise<{ userId: string | null; content: StoredContent } | null> {
  const row = await deleteMail(tx, id);
  if (!row) return null;
  const content = storedSchema.parse(JSON.parse(secrets.decrypt(row.contentSealed, sealContext(id))));
  return { userId: row.userId, content };
}
