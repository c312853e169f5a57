import { z } from 'zod';
import { defineEvent } from '#kernel';

/** Amounts are decimal strings in major units. */
export const invoiceIssued = defineEvent(
  'invoice.issued',
  z.object({
    invoice_id: z.string(),
    number: z.string(),
    organization_id: z.string(),
    provider_id: z.string(),
    subscription_id: z.string(),
    total: z.string(),
    currency: z.string(),
    due_at: z.string(),
  }),
);

/** A run was asked for; the job that works on it is sent once this is delivered. */
export const billingRunRequested = defineEvent('billing.run_requested', z.object({ run_id: z.string() }));

/** Subscriptions that were set aside are back among the others; what is due of them is billed at once. */
export const subscriptionsReadmitted = defineEvent(
  'billing.subscriptions_readmitted',
  z.object({ count: z.int() }),
);

export const subscriptionSetAside = defineEvent(
  'billing.subscription_set_aside',
  z.object({ subscription_id: z.string(), reason: z.string() }),
);
