/** What a provider's own upstream asks of whoever calls it: a header with a secret, put on by the gateway, never shown. */
import { z } from 'zod';
import type { Secrets } from '#kernel';
import { ownHeaders } from './header-rules.ts';

/** As it is stored. */
export interface SealedCredential {
  readonly name: string;
  readonly sealed: string;
}

/** For gateways. */
export interface UpstreamCredential {
  readonly name: string;
  readonly value: string;
}

/** What consumers authenticate with here; the gateway takes it off, so that the name is free behind it. */
const FREED = new Set(['authorization', 'x-api-key']);

export const upstreamCredentialSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9!#$%&'*+.^`|~-]{1,100}$/, 'is not a header name')
    .refine((name) => FREED.has(name.toLowerCase()) || !ownHeaders.request(name), 'belongs to the gateway')
    .describe('Authorization, X-Api-Key, or another header that is not the gateway’s own'),
  value: z
    .string()
    .min(1)
    .max(8000)
    .regex(
      /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/,
      'may hold visible ASCII characters, and blanks between',
    )
    .describe('The whole value, such as `Bearer …`. Kept sealed and never shown'),
});
export type NewUpstreamCredential = z.output<typeof upstreamCredentialSchema>;

export const shownCredentialSchema = z
  .object({ name: z.string() })
  .nullable()
  .describe('Which header the gateway puts on; null without one');

/** What a sealed value is bound to: it cannot be moved to another product. */
export const credentialContext = (productId: string) => `catalog_products.upstream_credential:${productId}`;

/** Throws SealBroken when the root key is another one. */
export function openCredential(
  product: { readonly id: string; readonly upstreamCredential: SealedCredential | null },
  secrets: Pick<Secrets, 'decrypt'>,
): UpstreamCredential | null {
  const { id, upstreamCredential: kept } = product;
  if (kept === null) return null;
  return { name: kept.name, value: secrets.decrypt(kept.sealed, credentialContext(id)) };
}
