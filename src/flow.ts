import { z } from 'zod';
import { purgeIdentity } from '#identity';
import {
  type Clock,
  type Db,
  defineJob,
  type EventDispatcher,
  forgetChanges,
  forgetEvents,
  forgetIdempotencyKeys,
  type Jobs,
} from '#kernel';

export interface FlowDeps {
  readonly db: Db;
  readonly clock: Clock;
}

const nothing = z.strictObject({});
const tidy = defineJob('kernel.tidy', nothing);

/** Every event and every job of the business, on one page. */
export function wireFlow(_events: EventDispatcher, jobs: Jobs, { db, clock }: FlowDeps): void {
  jobs.define(tidy, async () => {
    const at = clock.now();
    await forgetIdempotencyKeys(db, at);
    await forgetChanges(db, at);
    await forgetEvents(db, at);
    await purgeIdentity(db, at);
  });
  jobs.schedule(tidy, '17 3 * * *', {});
}
