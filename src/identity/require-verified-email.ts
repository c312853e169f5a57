import { type Actor, type Db, Problem } from '#kernel';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { findUser } from './store-users.ts';

/** Refuses (403) a person who has not proven their address, where the installation asks for it. Machines have none. */
export async function requireVerifiedEmail(
  db: Db,
  identity: Pick<Identity, 'requireVerifiedEmail'>,
  actor: Actor,
): Promise<void> {
  if (actor.userId === null || actor.operator || !identity.requireVerifiedEmail) return;
  const user = await findUser(db, actor.userId);
  if (!user?.emailVerifiedAt) throw new Problem(identityProblems.emailUnverified);
}
