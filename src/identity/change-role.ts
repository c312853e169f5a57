import { type Actor, audit, type Db, notFound, Problem } from '#kernel';
import type { Member } from './member.ts';
import { identityProblems } from './problems.ts';
import { mayGrant, type Role } from './roles.ts';
import { lockOrganization } from './store-accounts.ts';
import { deleteMember, findMember, findOwners, updateRole } from './store-members.ts';

interface MemberRequest {
  readonly organizationId: string;
  readonly userId: string;
  readonly actor: Actor;
  /** The actor's role in this organization; null for service tokens and operators from outside. */
  readonly ownRole: Role | null;
  readonly at: Temporal.Instant;
}

/** Gives a member another role. Nobody changes their own; owners are made and unmade by owners only. */
export async function changeRole(tx: Db, request: MemberRequest & { readonly role: Role }): Promise<Member> {
  const { organizationId, userId, role, actor, ownRole, at } = request;
  const member = await lockMember(tx, request);
  if (member.role === role) return member;
  if (actor.userId === userId) throw new Problem(identityProblems.ownRole);
  if (!mayGrant(actor, ownRole, role) || !mayGrant(actor, ownRole, member.role)) {
    throw new Problem(identityProblems.roleRefused);
  }
  await refuseLastOwner(tx, member);
  await updateRole(tx, organizationId, userId, role);
  const detail = { from: member.role, to: role };
  await audit(tx, { at, organizationId, actor, action: 'member.role_changed', object: userId, detail });
  return { ...member, role };
}

/** Takes a member out, or lets one leave. The last owner stays. */
export async function removeMember(tx: Db, request: MemberRequest): Promise<void> {
  const { organizationId, userId, actor, ownRole, at } = request;
  const member = await lockMember(tx, request);
  const isLeaving = actor.userId === userId;
  if (!isLeaving && !mayGrant(actor, ownRole, member.role)) throw new Problem(identityProblems.roleRefused);
  await refuseLastOwner(tx, member);
  await deleteMember(tx, organizationId, userId);
  const detail = { role: member.role };
  await audit(tx, { at, organizationId, actor, action: 'member.removed', object: userId, detail });
}

// The organization's row is held, so that two owners cannot remove each other at the same moment.
async function lockMember(tx: Db, { organizationId, userId }: MemberRequest): Promise<Member> {
  await lockOrganization(tx, organizationId);
  const member = await findMember(tx, organizationId, userId);
  if (!member) throw notFound('member');
  return member;
}

async function refuseLastOwner(tx: Db, member: Member): Promise<void> {
  if (member.role !== 'owner') return;
  const owners = await findOwners(tx, member.organizationId);
  if (owners.length === 1) throw new Problem(identityProblems.lastOwner);
}
