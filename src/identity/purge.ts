import type { Db } from '#kernel';
import { purgeFlows } from './store-logins.ts';
import { purgeMailTokens } from './store-mails.ts';
import { purgeChallenges } from './store-second-factors.ts';
import { purgeSessions } from './store-sessions.ts';

/**
 * Forgets sessions that ended 30 days ago, with their refresh tokens, and attempt counters that are
 * whole again.
 * Until then a re-used token is still recognised and an address still known. For a job, once a day or
 * oftener.
 */
export async function purgeIdentity(db: Db, at: Temporal.Instant): Promise<void> {
  await purgeSessions(db, at.subtract({ hours: 24 * 30 }), at);
  await purgeMailTokens(db, at);
  await purgeChallenges(db, at);
  await purgeFlows(db, at);
}
