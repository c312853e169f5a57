import type { Db } from '#kernel';
import { purgeMails } from './store.ts';

/** Forgets mails that were sent, or given up, 30 days ago. */
export async function purgeOutbound(db: Db, at: Temporal.Instant): Promise<void> {
  await purgeMails(db, at.subtract({ hours: 24 * 30 }));
}
