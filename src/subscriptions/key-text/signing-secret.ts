/** The secret that calls with a key are signed with. */
import { createHmac } from 'node:crypto';

/** `secrets.hmacKey(SIGNING_PURPOSE)` is what signing secrets are derived from. */
export const SIGNING_PURPOSE = 'request-signing';

/**
 * Derived from the key's id, so that it is stored nowhere and every gateway worker can make it. Who finds a key, in
 * a log or a store, has not found its secret.
 */
export function signingSecretOf(derivationKey: Uint8Array, keyId: string): string {
  return `tps_${createHmac('sha256', derivationKey).update(keyId).digest('base64url')}`;
}
