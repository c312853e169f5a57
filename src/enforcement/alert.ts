import { z } from 'zod';
import { instantText } from '#kernel';

export const ALERT_KINDS = ['refusals-by-address', 'refusals-by-key', 'key-in-many-places'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Something that looks like abuse, as it stands by now. Kind, subject, product and `beganAt` make one burst. */
export interface Sighting {
  readonly kind: AlertKind;
  /** The address (an IPv6 one as its /64), or the id of the key. */
  readonly subject: string;
  readonly productId: string | null;
  /** The consumer whose key it is. */
  readonly organizationId: string | null;
  readonly providerOrganizationId: string | null;
  /** Refused calls, or addresses, of the whole burst. */
  readonly seen: number;
  readonly threshold: number;
  readonly throttledUntil: Temporal.Instant | null;
  readonly beganAt: Temporal.Instant;
}

export interface Alert extends Sighting {
  readonly id: string;
  readonly lastSeenAt: Temporal.Instant;
}

export const alertSchema = z.object({
  id: z.string(),
  kind: z.enum(ALERT_KINDS),
  address: z.string().nullable().describe('An IPv6 address as its /64'),
  key_id: z.string().nullable(),
  product_id: z.string().nullable(),
  seen: z.int().describe('Calls refused with 401, 403 or 404, or addresses that a key was used from'),
  threshold: z.int(),
  throttled_until: z.string().nullable(),
  began_at: z.string(),
  last_seen_at: z.string(),
});

export function presentAlert(alert: Alert): z.input<typeof alertSchema> {
  const isAddress = alert.kind === 'refusals-by-address';
  return {
    id: alert.id,
    kind: alert.kind,
    address: isAddress ? alert.subject : null,
    key_id: isAddress ? null : alert.subject,
    product_id: alert.productId,
    seen: alert.seen,
    threshold: alert.threshold,
    throttled_until: alert.throttledUntil && instantText(alert.throttledUntil),
    began_at: instantText(alert.beganAt),
    last_seen_at: instantText(alert.lastSeenAt),
  };
}
