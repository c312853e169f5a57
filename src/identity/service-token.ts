import { z } from 'zod';
import { instantText, PERMISSIONS, type Permission } from '#kernel';

/** How a machine proves who it is: bound to one organization and to permissions. */
export interface ServiceToken {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  /** The first characters and the last four: enough to recognise it by. */
  readonly prefix: string;
  readonly lastFour: string;
  readonly permissions: readonly Permission[];
  readonly createdBy: string | null;
  readonly createdAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant | null;
  readonly lastUsedAt: Temporal.Instant | null;
  readonly revokedAt: Temporal.Instant | null;
}

export const serviceTokenPrefix = 'tps_';

const permission = z.enum(PERMISSIONS);

export const serviceTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  last_four: z.string(),
  permissions: z.array(permission),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
});

export const createdServiceTokenSchema = serviceTokenSchema.extend({
  token: z.string().describe('Shown this once; only its hash is kept'),
});

export const permissionsField = z
  .array(permission)
  .min(1)
  .max(PERMISSIONS.length)
  .transform((list) => [...new Set(list)]);

export function presentServiceToken(token: ServiceToken): z.input<typeof serviceTokenSchema> {
  const text = (at: Temporal.Instant | null) => (at === null ? null : instantText(at));
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    last_four: token.lastFour,
    permissions: [...token.permissions],
    created_at: instantText(token.createdAt),
    expires_at: text(token.expiresAt),
    last_used_at: text(token.lastUsedAt),
    revoked_at: text(token.revokedAt),
  };
}
