import {
  type Actor,
  anonymous,
  audit,
  type Call,
  type Db,
  inTransaction,
  kernelProblems,
  notFound,
  type Permission,
  Problem,
} from '#kernel';
import type { Organization } from './organization.ts';
import { everyPermission, permissionsOf, type Role } from './roles.ts';
import { resolveOrganizations } from './store-accounts.ts';
import { findMember } from './store-members.ts';

type OrganizationCall = Pick<Call<unknown, unknown, unknown>, 'db' | 'at' | 'actor'>;

/**
 * The organization that a path names (our id or its external id), which must be the one the actor acts for.
 * Any other is 404, whether it exists or not; only operators see all, and their visit is audited.
 */
export async function requireOrganization(call: OrganizationCall, reference: string): Promise<Organization> {
  const organization = (await resolveOrganizations(call.db, [reference])).get(reference);
  if (organization && organization.id === call.actor.organizationId) return organization;
  if (!organization || !call.actor.operator) throw notFound('organization');
  await auditVisit(call.db, { ...call.actor, organizationId: organization.id }, call.at);
  return organization;
}

/** What operators do in an organization stands in that organization's own audit log. */
export async function auditVisit(db: Db, actor: Actor, at: Temporal.Instant): Promise<void> {
  const { organizationId } = actor;
  const entry = { at, organizationId, actor, action: 'operator.acted', object: organizationId! };
  await inTransaction(db, (tx) => audit(tx, entry));
}

export interface Acting {
  readonly organization: Organization;
  /** The caller, acting for this organization with what they may do there. */
  readonly actor: Actor;
  /** Null for service tokens and for operators who are no members. */
  readonly role: Role | null;
}

/**
 * The caller within the organization that the path names. In this room the path decides, not the header: who
 * has just made a second organization can set it up at once.
 */
export async function actingFor(
  call: OrganizationCall,
  reference: string,
  permission: Permission | null,
): Promise<Acting> {
  const { db, actor } = call;
  const organization = (await resolveOrganizations(db, [reference])).get(reference);
  if (!organization) throw notFound('organization');
  const acting = await placeIn(db, organization, actor);
  if (!acting) throw notFound('organization');
  if (permission !== null && !acting.actor.permissions.has(permission)) {
    const detail = `This needs the permission ${permission}.`;
    throw new Problem(kernelProblems.forbidden, { detail, extensions: { permission } });
  }
  const isVisit = actor.operator && acting.role === null && actor.organizationId !== organization.id;
  if (isVisit) await auditVisit(db, acting.actor, call.at);
  return acting;
}

async function placeIn(db: Db, organization: Organization, actor: Actor): Promise<Acting | null> {
  if (actor.userId === null) {
    return actor.organizationId === organization.id ? { organization, actor, role: null } : null;
  }
  const member = await findMember(db, organization.id, actor.userId);
  const role = member?.role ?? null;
  if (role === null && !actor.operator) return null;
  const isSilent = organization.suspendedAt !== null && !actor.operator;
  const held = actor.operator || role === null ? everyPermission : permissionsOf(role);
  const permissions = isSilent ? anonymous.permissions : held;
  return { organization, role, actor: { ...actor, organizationId: organization.id, permissions } };
}
