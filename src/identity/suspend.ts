import { type Actor, audit, type Db, emit, kernelProblems, notFound, Problem } from '#kernel';
import { organizationResumed, organizationSuspended, userResumed, userSuspended } from './events.ts';
import { resolveOrganizations } from './store-accounts.ts';
import { setOrganizationSuspension, setUserSuspension } from './store-endings.ts';
import { deleteMailTokens } from './store-mails.ts';
import { revokeOtherSessions } from './store-sessions.ts';
import { lockUser } from './store-users.ts';

interface Request {
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/** Keeps a person out: sessions end and no log-in begins. Repeating changes nothing. */
export async function suspendPerson(tx: Db, userId: string, { actor, at }: Request): Promise<void> {
  const user = await lockUser(tx, userId);
  if (!user) throw notFound('person');
  if (user.operator) {
    throw new Problem(kernelProblems.conflict, { detail: 'An operator is not suspended by an operator.' });
  }
  if (user.suspendedAt) return;
  await setUserSuspension(tx, userId, at);
  await revokeOtherSessions(tx, userId, null, 'suspended', at);
  await deleteMailTokens(tx, userId);
  await emit(tx, userSuspended, { user_id: userId }, { organizationId: null, at });
  await audit(tx, { at, organizationId: null, actor, action: 'user.suspended', object: userId });
}

export async function resumePerson(tx: Db, userId: string, { actor, at }: Request): Promise<void> {
  const user = await lockUser(tx, userId);
  if (!user) throw notFound('person');
  if (!user.suspendedAt) return;
  await setUserSuspension(tx, userId, null);
  await emit(tx, userResumed, { user_id: userId }, { organizationId: null, at });
  await audit(tx, { at, organizationId: null, actor, action: 'user.resumed', object: userId });
}

/** Silences an organization, or lets it act again: its members hold no permission meanwhile, its machines are refused. */
export async function setSuspended(
  tx: Db,
  reference: string,
  suspended: boolean,
  { actor, at }: Request,
): Promise<void> {
  const organization = (await resolveOrganizations(tx, [reference])).get(reference);
  if (!organization) throw notFound('organization');
  if ((organization.suspendedAt !== null) === suspended) return;
  const { id: organizationId } = organization;
  await setOrganizationSuspension(tx, organizationId, suspended ? at : null);
  const kind = suspended ? organizationSuspended : organizationResumed;
  await emit(tx, kind, { organization_id: organizationId }, { organizationId, at });
  await audit(tx, { at, organizationId, actor, action: kind.name, object: organizationId });
}
