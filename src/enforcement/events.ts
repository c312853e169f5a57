import { z } from 'zod';
import { defineEvent } from '#kernel';

/** A burst of refused calls, or a key in too many places, has begun. */
export const abuseDetected = defineEvent(
  'enforcement.abuse-detected',
  z.object({
    alert_id: z.string(),
    kind: z.string(),
    subject: z.string(),
    product_id: z.string().nullable(),
    organization_id: z.string().nullable(),
    provider_organization_id: z.string().nullable(),
    throttled: z.boolean(),
  }),
);

/** A provider gave a consumer's quotas whole again. */
export const quotaReset = defineEvent(
  'quota.reset',
  z.object({
    reset_id: z.string(),
    subscription_id: z.string(),
    organization_id: z.string(),
    provider_organization_id: z.string(),
    product_id: z.string(),
    quotas: z.array(z.string()),
    reason: z.string(),
  }),
);
