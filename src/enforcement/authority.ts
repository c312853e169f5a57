/**
 * Which node holds the quotas of these stores. While there is a single gateway node it holds all of every
 * quota and counts in memory, exactly; a second node would give everything away twice, so it refuses to
 * start.
 */
import { type Db, Problem } from '#kernel';
import { enforcementProblems } from './problems.ts';
import { readAuthority, releaseAuthority, renewAuthority, takeAuthority } from './store.ts';

const SCOPE = 'quota';

export interface Authority {
  /** False when somebody has taken over: nothing may be admitted here any more. */
  isHeld(): Promise<boolean>;
  /** Writes down that this node is alive, for whoever is refused. */
  renew(at: Temporal.Instant): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the authority for this node. A node that was killed gets its own back at once; another node only
 * after the holder has stopped in order, because one that merely lost the database goes on admitting.
 */
export async function acquireAuthority(db: Db, nodeId: string, at: Temporal.Instant): Promise<Authority> {
  const taken = await takeAuthority(db, SCOPE, nodeId, at);
  if (taken === null) throw new Problem(enforcementProblems.authorityHeld, { detail: await holderText(db) });
  return {
    isHeld: async () => (await readAuthority(db, SCOPE))?.epoch === taken.epoch,
    renew: (now) => renewAuthority(db, SCOPE, taken.epoch, now),
    release: () => releaseAuthority(db, SCOPE, taken.epoch),
  };
}

async function holderText(db: Db): Promise<string> {
  const holder = await readAuthority(db, SCOPE);
  const who = holder === null ? 'Another node' : `Node ${holder.nodeId}, last seen ${holder.renewedAt},`;
  const advice =
    'Stop it first, or start with its data directory: there is one gateway node per installation for now.';
  return `${who} holds the quotas of these stores. ${advice}`;
}
