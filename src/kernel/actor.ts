/** What a role or a service token may be allowed to do. */
export const PERMISSIONS = [
  'catalog:read',
  'catalog:write',
  'subscriptions:read',
  'subscriptions:write',
  'keys:write',
  'usage:read',
  'usage:write',
  'billing:read',
  'billing:write',
  'payouts:read',
  'members:read',
  'members:write',
  'settings:write',
  'organization:close',
  'audit:read',
  'analytics:read',
  'authoring:write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Who may call a route: anyone, whoever is signed in, the operator, or who has the permission. */
export type Access = 'public' | 'signed-in' | 'operator' | Permission;

/** Who calls, and for which organization. The roof's authentication makes it; routes only read it. */
export interface Actor {
  readonly kind: 'anonymous' | 'user' | 'service' | 'system';
  readonly userId: string | null;
  readonly tokenId: string | null;
  readonly organizationId: string | null;
  readonly permissions: ReadonlySet<Permission>;
  readonly operator: boolean;
  readonly name: string;
}

const none: ReadonlySet<Permission> = new Set();

export const anonymous: Actor = {
  kind: 'anonymous',
  userId: null,
  tokenId: null,
  organizationId: null,
  permissions: none,
  operator: false,
  name: 'anonymous',
};

/** The actor of jobs and events: the installation itself, with no organization and no permission. */
export function systemActor(name: string): Actor {
  return { ...anonymous, kind: 'system', name };
}
