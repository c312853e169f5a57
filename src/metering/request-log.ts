import type { UsageDb } from '#kernel';
import {
  blankRequests,
  changeRequestLogDays,
  type RequestLogOwner,
  readRequestLogDays,
} from './store-request-log.ts';

export type { RequestLogOwner };

/** Lets the request log go after so many days. Does nothing where it does so already. */
export async function keepRequestLog(usageDb: UsageDb, days: number): Promise<boolean> {
  if ((await readRequestLogDays(usageDb)) === days) return false;
  await changeRequestLogDays(usageDb, days);
  return true;
}

/**
 * Erases what is personal in the log of whoever made the calls: address, agent, path and error. That a call was made
 * stays, as it stays in the usage that invoices are made of. Done again it changes nothing. Resolves when the store has
 * rewritten the rows. What a journal still holds comes into the log later: journals go after a day, so erase again then.
 */
export async function eraseRequestLog(usageDb: UsageDb, owner: RequestLogOwner): Promise<void> {
  if (owner.keyIds?.length === 0) return;
  await blankRequests(usageDb, owner);
}
