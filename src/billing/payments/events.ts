import { z } from 'zod';
import { defineEvent } from '#kernel';

/** Amounts are decimal strings in major units. */
/** Nothing is bought by itself any more until the consumer says so again. */
export const autoTopUpSuspended = defineEvent(
  'wallet.auto_top_up_suspended',
  z.object({
    organization_id: z.string(),
    provider_id: z.string(),
    currency: z.string(),
    reason: z.string(),
  }),
);

export const paymentFailed = defineEvent(
  'payment.failed',
  z.object({
    attempt_id: z.string(),
    invoice_id: z.string(),
    organization_id: z.string(),
    amount: z.string(),
    currency: z.string(),
    failure_code: z.string(),
    automatic: z.boolean(),
  }),
);
