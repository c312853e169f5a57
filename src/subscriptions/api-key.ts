import { z } from 'zod';
import { instantText } from '#kernel';
import type { KeyEnvironment } from './key-text/index.ts';

export type { KeyEnvironment } from './key-text/index.ts';

/** The purpose under which keys are hashed: `secrets.hmac(KEY_HASH_PURPOSE, keyText)`. */
export const KEY_HASH_PURPOSE = 'api-key';

/** A secret of a subscription. Its text is shown once and kept nowhere. */
export interface ApiKey {
  readonly id: string;
  readonly subscriptionId: string;
  /** The consumer. */
  readonly organizationId: string;
  readonly environment: KeyEnvironment;
  readonly name: string;
  /** First 12 and last 4 characters of the text, to tell keys apart. */
  readonly prefix: string;
  readonly lastFour: string;
  readonly state: 'active' | 'revoked';
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
  created_at: z.string(),
});

export function presentKey(key: ApiKey, at: Temporal.Instant): z.output<typeof keySchema> {
  const expired = key.expiresAt !== null && Temporal.Instant.compare(key.expiresAt, at) <= 0;
  return {
    id: key.id,
    subscription_id: key.subscriptionId,
    environment: key.environment,
    name: key.name,
    prefix: key.prefix,
    last_four: key.lastFour,
    state: key.state === 'active' && expired ? 'expired' : key.state,
    expires_at: key.expiresAt && instantText(key.expiresAt),
    revoked_at: key.revokedAt && instantText(key.revokedAt),
    created_at: instantText(key.createdAt),
  };
}
