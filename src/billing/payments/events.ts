import { z } from 'zod';
import { defineEvent } from '#kernel';

/** Amounts are decimal strings in major units. */
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
