import { type Actor, audit, type Db, emit, kernelProblems, Problem, systemActor } from '#kernel';
import { closeOrganization } from './close-organization.ts';
import { userErased } from './events.ts';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { eraseStoredUser, lockOperators, lockOrganizationsOf, ownedOrganizations } from './store-endings.ts';
import { lockUser } from './store-users.ts';

/**
 * Forgets a person: profile, log-ins, sessions with their addresses, mails. Memberships end. An organization that only they own is
 * closed with them when nothing runs in its name and nobody else is in it; otherwise it needs another owner first. What they did
 * stays in audit logs and invoices under their id, which says nothing any more. Erased again, nothing happens.
 */
export async function erasePerson(
  tx: Db,
  identity: Identity,
  request: { userId: string; actor: Actor; at: Temporal.Instant },
): Promise<void> {
  const { userId, actor, at } = request;
  const user = await lockUser(tx, userId);
  if (!user || user.erasedAt) return;
  // Held before they are counted: of two owners, or two operators, that go at once, the second sees the first gone.
  await lockOrganizationsOf(tx, userId);
  if (user.operator && (await lockOperators(tx)) === 1) {
    throw new Problem(kernelProblems.conflict, { detail: 'The installation needs another operator first.' });
  }
  const alone = (await ownedOrganizations(tx, userId)).filter(({ owners }) => owners === 1);
  const obligations = await identity.obligationsOf(
    tx,
    alone.map(({ id }) => id),
  );
  const kept = alone.filter(({ id, members }) => members > 1 || (obligations.get(id) ?? []).length > 0);
  if (kept.length > 0) {
    const organizations = kept.map(({ id, name }) => ({ id, name, obligations: obligations.get(id) ?? [] }));
    const detail = `Hand over or close first: ${kept.map(({ name }) => name).join(', ')}.`;
    throw new Problem(identityProblems.organizationNeeded, { detail, extensions: { organizations } });
  }
  for (const { id } of alone) await closeOrganization(tx, identity, { organizationId: id, actor, at });
  await eraseStoredUser(tx, userId, user.email, at);
  await emit(tx, userErased, { user_id: userId }, { organizationId: null, at });
  // Not by their name: the audit chain cannot forget.
  const by = actor.userId === userId ? { ...systemActor('account erasure'), userId } : actor;
  await audit(tx, { at, organizationId: null, actor: by, action: 'user.erased', object: userId });
}
