/** How a product is shown: to whom, under which words, with which picture. */
import { z } from 'zod';

export const VISIBILITIES = ['public', 'unlisted', 'private'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export interface Offering {
  readonly visibility: Visibility;
  /** Whoever knows the address of a private product may ask for it. */
  readonly accessRequests: boolean;
  readonly tags: readonly string[];
  /** Of the logo's bytes; null without one. */
  readonly logoDigest: string | null;
}

const mostTags = 10;

/** One spelling per tag: small letters, single hyphens for whatever stands between words. */
const tag = z
  .string()
  .max(60)
  .transform((text) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, ''),
  )
  .pipe(z.string().regex(/^[\p{L}\p{N}-]{1,30}$/u, 'must have 1 to 30 letters, digits or hyphens'));

export const tagText = tag;

export const offeringFields = {
  visibility: z
    .enum(VISIBILITIES)
    .describe('public: listed. unlisted: for whoever has the address. private: only for whom you let in'),
  access_requests: z.boolean().describe('Of a private product: may organizations ask to be let in?'),
  tags: z
    .array(tag)
    .max(mostTags)
    .transform((tags) => [...new Set(tags)]),
};

export function presentOffering(product: Offering & { id: string }) {
  return {
    visibility: product.visibility,
    access_requests: product.accessRequests,
    tags: [...product.tags],
    logo_url: logoUrl(product),
  };
}

/** Names the picture by its bytes, so that it may be kept for ever. */
export function logoUrl(product: { id: string; logoDigest: string | null }): string | null {
  if (product.logoDigest === null) return null;
  return `/api/v1/marketplace/products/${product.id}/logo/${product.logoDigest}`;
}
