/** That an organization may have a private product. */
import { z } from 'zod';
import type { Organization } from '#identity';
import { instantText } from '#kernel';
import { instant, text } from './fields.ts';

export const GRANT_STATES = ['requested', 'granted', 'refused', 'revoked'] as const;
export type GrantState = (typeof GRANT_STATES)[number];

export interface Grant {
  readonly productId: string;
  readonly organizationId: string;
  readonly state: GrantState;
  /** Of whoever asked. */
  readonly message: string;
  /** Of whoever decided. */
  readonly reason: string;
  readonly requestedAt: Temporal.Instant | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly updatedAt: Temporal.Instant;
}

/** A request takes no longer message, a decision no longer reason. */
export const grantText = text(1000);

export const grantSchema = z.object({
  product_id: z.string(),
  organization: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  state: z.enum(GRANT_STATES),
  message: z.string(),
  reason: z.string(),
  requested_at: instant.nullable(),
  decided_at: instant.nullable(),
});

export function presentGrant(
  grant: Grant,
  organization: Organization | undefined,
): z.input<typeof grantSchema> {
  const { organizationId: id } = grant;
  return {
    product_id: grant.productId,
    organization: { id, slug: organization?.slug ?? id, name: organization?.name ?? id },
    state: grant.state,
    message: grant.message,
    reason: grant.reason,
    requested_at: grant.requestedAt && instantText(grant.requestedAt),
    decided_at: grant.decidedAt && instantText(grant.decidedAt),
  };
}
