import { z } from 'zod';
import { instantText } from '#kernel';
import type { KeyRestrictions } from './key-restrictions.ts';
import type { KeyEnvironment } from './key-text/index.ts';

export type { KeyEnvironment } from './key-text/index.ts';

/** The purpose under which keys are hashed: `secrets.hmac(KEY_HASH_PURPOSE, keyText)`. */
export const KEY_HASH_PURPOSE = 'api-key';

/** `console`: minted for calls from the portal, for minutes, and listed only while it works. */
export const KEY_PURPOSES = ['calls', 'console'] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** A secret of a subscription. Its text is shown once and kept nowhere. */
export interface ApiKey {
  readonly id: string;
  readonly subscriptionId: string;
  /** The consumer. */
  readonly organizationId: string;
  readonly environment: KeyEnvironment;
  readonly name: string;
  /** First 12 and last 4 characters of the text, to tell keys apart; of imported keys less, or nothing. */
  readonly prefix: string;
  readonly lastFour: string;
  readonly state: 'active' | 'revoked';
  readonly purpose: KeyPurpose;
  readonly restrictions: KeyRestrictions;
  /** Issued by the provider before it came here: its text has a form of its own. */
  readonly imported: boolean;
  /** The key that rotation put into its place. */
  readonly successorId: string | null;
  readonly expiresAt: Temporal.Instant | null;
  readonly revokedAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
}

export const keySchema = z.object({
  id: z.string(),
  subscription_id: z.string(),
  environment: z.enum(['live', 'test']),
  name: z.string(),
  prefix: z.string(),
  last_four: z.string(),
  state: z.enum(['active', 'revoked', 'expired']),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  purpose: z.enum(KEY_PURPOSES).describe('console: minted by the portal for a few minutes'),
  allowed_ips: z.array(z.string()),
  scopes: z.array(z.string()),
  routes: z.array(z.string()),
  imported: z.boolean().describe('Issued by the provider before; its text has a form of its own'),
  successor_id: z.string().nullable().describe('The key that rotation put into its place'),
  created_at: z.string(),
});

/** At this moment, whatever its state says: gateways refuse it. */
export function hasExpired(key: Pick<ApiKey, 'expiresAt'>, at: Temporal.Instant): boolean {
  return key.expiresAt !== null && Temporal.Instant.compare(key.expiresAt, at) <= 0;
}

export function presentKey(key: ApiKey, at: Temporal.Instant): z.output<typeof keySchema> {
  return {
    id: key.id,
    subscription_id: key.subscriptionId,
    environment: key.environment,
    name: key.name,
    prefix: key.prefix,
    last_four: key.lastFour,
    state: key.state === 'active' && hasExpired(key, at) ? 'expired' : key.state,
    expires_at: key.expiresAt && instantText(key.expiresAt),
    revoked_at: key.revokedAt && instantText(key.revokedAt),
    purpose: key.purpose,
    allowed_ips: [...key.restrictions.allowedIps],
    scopes: [...key.restrictions.scopes],
    routes: [...key.restrictions.routes],
    imported: key.imported,
    successor_id: key.successorId,
    created_at: instantText(key.createdAt),
  };
}
