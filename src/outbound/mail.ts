import { z } from 'zod';
import { instantText } from '#kernel';

export type MailState = 'queued' | 'sent' | 'dead';

/** A mail of the queue, without what it says. */
export interface QueuedMail {
  readonly id: string;
  readonly kind: string;
  readonly userId: string | null;
  /** Who it goes to and what it says; null once it is sent. */
  readonly contentSealed: string | null;
  readonly state: MailState;
  readonly attempts: number;
  readonly nextAttemptAt: Temporal.Instant;
  readonly lastError: string | null;
  readonly createdAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
}

export const mailSchema = z.object({
  id: z.string(),
  kind: z.string(),
  to: z.string().nullable().describe('null once it is sent: the address is kept no longer than it is needed'),
  user_id: z.string().nullable(),
  state: z.enum(['queued', 'sent', 'dead']),
  attempts: z.number().int(),
  next_attempt_at: z.string().nullable(),
  last_error: z.string().nullable(),
  created_at: z.string(),
  finished_at: z.string().nullable(),
});

export function presentMail(mail: QueuedMail, to: string | null): z.input<typeof mailSchema> {
  return {
    id: mail.id,
    kind: mail.kind,
    to,
    user_id: mail.userId,
    state: mail.state,
    attempts: mail.attempts,
    next_attempt_at: mail.state === 'queued' ? instantText(mail.nextAttemptAt) : null,
    last_error: mail.lastError,
    created_at: instantText(mail.createdAt),
    finished_at: mail.finishedAt && instantText(mail.finishedAt),
  };
}
