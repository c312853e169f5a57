import { momentsOf } from '#subscriptions';
import { hasWallet } from '#wallets';
import { type CloseDeps, settingsOf } from './invoices/index.ts';
import { unfinishedOf } from './store-due-moments.ts';

const DAY = { hours: 24 };
const WEEK = { hours: 7 * 24 };

/**
 * The next time after `after` at which to look for what is due of a consumer: when the next of it comes due, or after a day
 * where something follows from the days that pass, or else after a week.
 */
export async function nextMoment(
  deps: Pick<CloseDeps, 'db' | 'defaults' | 'sources'>,
  organizationId: string,
  after: Temporal.Instant,
): Promise<Temporal.Instant> {
  const { db, defaults } = deps;
  const moments = await momentsOf(db, organizationId);
  const settings = await settingsOf(
    db,
    moments.map((one) => one.providerId),
    defaults,
  );
  const due = moments.flatMap(({ at, providerId }) => [
    at,
    at.add({ minutes: settings(providerId).graceMinutes }),
  ]);
  const { nextAt, owing } = await unfinishedOf(db, organizationId, after);
  const isTried = moments.some(({ state }) => state === 'trialing');
  const isDaily = owing || isTried || (await mayGrow(deps, organizationId));
  const later = [...due, ...(nextAt ? [nextAt] : [])].filter((at) => Temporal.Instant.compare(at, after) > 0);
  return [...later, after.add(isDaily ? DAY : WEEK)].sort(Temporal.Instant.compare)[0]!;
}

/** Thresholds are reached, credit ends and tops itself up on any day. */
async function mayGrow(
  { db, sources }: Pick<CloseDeps, 'db' | 'sources'>,
  organizationId: string,
): Promise<boolean> {
  const progressive = await sources.progressive(db, { limit: 1, afterId: '', organizationId });
  return progressive.length > 0 || (await hasWallet(db, organizationId));
}
