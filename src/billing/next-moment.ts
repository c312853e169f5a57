import { momentsOf } from '#subscriptions';
import { type CloseDeps, settingsOf } from './invoices/index.ts';
import { nextAttemptAt } from './payments/index.ts';

/** The next time after `after` at which something of a consumer comes due here; null when nothing does. */
export async function nextMoment(
  { db, defaults }: Pick<CloseDeps, 'db' | 'defaults'>,
  organizationId: string,
  after: Temporal.Instant,
): Promise<Temporal.Instant | null> {
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
  const attemptAt = await nextAttemptAt(db, organizationId, after);
  const later = [...due, ...(attemptAt ? [attemptAt] : [])].filter(
    (at) => Temporal.Instant.compare(at, after) > 0,
  );
  return later.sort(Temporal.Instant.compare)[0] ?? null;
}
