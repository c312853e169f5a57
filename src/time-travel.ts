import type { Billing } from '#billing';
import { allTestClocks, findTestClock, moveTestClock, settleTestClock } from '#identity';
import { type Db, inTransaction, type Log, type TravellingClock } from '#kernel';
import type { Duty } from './duties.ts';

export interface TravelDeps {
  readonly db: Db;
  readonly clock: TravellingClock;
  readonly log: Log;
  readonly billing: Pick<Billing, 'nextMoment' | 'sendDueAttempts' | 'startDueTopUps'>;
  readonly duties: readonly Duty[];
  /** Tells the gateway that the consumer's time has moved. */
  timeMoved(organizationId: string): void;
  /** Delivers events until there are none: what follows from one moment happens in it. */
  deliverEvents(): Promise<unknown>;
}

/** More stops than three years have days and due dates; a longer way is a mistake of ours. */
const MOST_STOPS = 20_000;

/** Sandbox consumers' times as they were when this process started. */
export async function loadTestClocks(db: Db, clock: TravellingClock): Promise<void> {
  for (const { organizationId, nowAt } of await allTestClocks(db)) clock.set(organizationId, nowAt);
}

/**
 * Takes a sandbox consumer to where its clock is to go, stopping at every moment at which something comes due, each day
 * while something depends on days, and at least once a week. A travel that was interrupted goes on from its last stop, whose duties are done again: they repeat harmlessly.
 */
export async function travel(deps: TravelDeps, organizationId: string, signal?: AbortSignal): Promise<void> {
  for (let stops = 0; !signal?.aborted; stops += 1) {
    const at = await findTestClock(deps.db, organizationId);
    if (!at || at.targetAt === null) return;
    deps.clock.set(organizationId, at.nowAt);
    deps.timeMoved(organizationId);
    const problem =
      stops === MOST_STOPS ? `There was no end after ${stops} stops.` : await attend(deps, organizationId);
    const arrived = Temporal.Instant.compare(at.nowAt, at.targetAt) >= 0;
    if (problem !== null || arrived) {
      await inTransaction(deps.db, (tx) => settleTestClock(tx, organizationId, problem));
      return;
    }
    const moment = await deps.billing.nextMoment(organizationId, at.nowAt);
    const next = Temporal.Instant.compare(moment, at.targetAt) < 0 ? moment : at.targetAt;
    await inTransaction(deps.db, (tx) => moveTestClock(tx, organizationId, next));
  }
}

/** Does all that is due at the consumer's now. Answers what went wrong, in words. */
async function attend(deps: TravelDeps, organizationId: string): Promise<string | null> {
  try {
    await deps.deliverEvents();
    for (const duty of deps.duties) await duty.run(organizationId);
    await deps.deliverEvents();
    await deps.billing.startDueTopUps(organizationId);
    await deps.billing.sendDueAttempts(organizationId);
    await deps.deliverEvents();
    return null;
  } catch (error) {
    deps.log.error({ err: error, organization_id: organizationId }, 'a test clock was stopped');
    return String(error).slice(0, 1000);
  }
}
