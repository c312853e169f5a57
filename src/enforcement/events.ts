import { z } from 'zod';
import { defineEvent } from '#kernel';

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
