/** One mail, ready to go. */
export interface Mail {
  /** Ours, made once. It becomes the Message-ID, so that a mail that comes twice is known to be one. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: Temporal.Instant;
}

/**
 * Hands mails over for delivery. Throwing MailRefused means that this mail will never be taken; any other error
 * that it may be taken later. Whoever calls sends under the same id again.
 */
export interface Mailer {
  readonly name: string;
  /** Where mails go, in words for the operator. */
  readonly destination: string;
  send(mail: Mail): Promise<void>;
  /** Removes what this mailer itself still keeps of these mails. Unknown ids are nothing to remove. */
  forget(ids: readonly string[]): Promise<void>;
}

/** The receiving side has said that it will not take this mail, now or later. */
export class MailRefused extends Error {
  override name = 'MailRefused';
}
