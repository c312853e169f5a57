import { z } from 'zod';
import { instantText } from '#kernel';
import type { Identity } from './identity.ts';
import { cookieIdleHours, sessionAddressContext } from './session.ts';
import type { OwnSession } from './store-own-sessions.ts';

export const ownSessionSchema = z.object({
  id: z.string(),
  kind: z.enum(['token', 'cookie']),
  current: z.boolean().describe('The session that asks'),
  address: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: z.string(),
  last_seen_at: z.string(),
  expires_at: z.string(),
});

export function presentOwnSession(
  identity: Identity,
  session: OwnSession,
  currentId: string | null,
): z.input<typeof ownSessionSchema> {
  const { id, addressSealed } = session;
  return {
    id,
    kind: session.kind,
    current: id === currentId,
    address: addressSealed && identity.secrets.decrypt(addressSealed, sessionAddressContext(id)),
    user_agent: session.userAgent,
    created_at: instantText(session.createdAt),
    last_seen_at: instantText(session.lastSeenAt),
    expires_at: instantText(session.expiresAt),
  };
}

/** Since when a browser's session must have been seen to be alive. */
export const idleSince = (at: Temporal.Instant) => at.subtract({ hours: cookieIdleHours });
