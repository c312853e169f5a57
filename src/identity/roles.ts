import { type Actor, PERMISSIONS, type Permission } from '#kernel';

export const ROLES = ['owner', 'admin', 'billing', 'developer', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const reading: readonly Permission[] = [
  'catalog:read',
  'subscriptions:read',
  'usage:read',
  'billing:read',
  'members:read',
  'analytics:read',
];

/** What each role may do. Owners alone close their organization, and make and unmake owners. */
const permissionsByRole: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(PERMISSIONS),
  admin: new Set(PERMISSIONS.filter((permission) => permission !== 'organization:close')),
  billing: new Set([...reading, 'subscriptions:write', 'billing:write', 'payouts:read']),
  developer: new Set([...reading, 'catalog:write', 'keys:write', 'usage:write', 'authoring:write']),
  viewer: new Set(reading),
};

export const everyPermission: ReadonlySet<Permission> = new Set(PERMISSIONS);

export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return permissionsByRole[role];
}

/**
 * May the actor give (or take away) this role in the organization it acts for? Only owners deal in owners;
 * everyone else deals only in roles whose every permission they hold themselves, so that neither a person
 * nor a service token climbs by way of a new member.
 */
export function mayGrant(actor: Actor, ownRole: Role | null, role: Role): boolean {
  if (actor.operator || ownRole === 'owner') return true;
  if (role === 'owner') return false;
  return holdsAll(actor, permissionsOf(role));
}

export function holdsAll(actor: Actor, wanted: Iterable<Permission>): boolean {
  return [...wanted].every((permission) => actor.permissions.has(permission));
}
