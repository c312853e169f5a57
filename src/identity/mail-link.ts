import type { Db } from '#kernel';
import type { Identity } from './identity.ts';
import { randomSecret } from './secret-token.ts';
import { type MailTokenPurpose, replaceMailToken } from './store-mails.ts';

/** How long a link in a mail is good. */
const minutesGood: Readonly<Record<MailTokenPurpose, number>> = {
  'password-reset': 30,
  'email-verification': 24 * 60,
};

export const mailTokenHash = (identity: Pick<Identity, 'secrets'>, token: string) =>
  identity.secrets.hmac('identity-mail-token', token);

/** A new secret for a link to this address; the person's former one of this purpose ends with it. */
export async function makeMailToken(
  tx: Db,
  identity: Pick<Identity, 'secrets'>,
  purpose: MailTokenPurpose,
  to: { userId: string; email: string; at: Temporal.Instant },
): Promise<string> {
  const token = randomSecret('tpl_');
  const expiresAt = to.at.add({ minutes: minutesGood[purpose] });
  await replaceMailToken(tx, purpose, { ...to, hash: mailTokenHash(identity, token), expiresAt });
  return token;
}
