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

/** A draft was thrown away; its charges wait for another invoice. */
export const draftDiscarded = defineEvent(
  'invoice.discarded',
  z.object({
    invoice_id: z.string(),
    organization_id: z.string(),
    provider_id: z.string(),
    subscription_id: z.string(),
  }),
);

const receivableFields = {
  invoice_id: z.string(),
  number: z.string(),
  organization_id: z.string(),
  provider_id: z.string(),
  subscription_id: z.string(),
  total: z.string(),
  currency: z.string(),
};

/** Nothing of it is owed any more, and money came for it. */
export const invoicePaid = defineEvent(
  'invoice.paid',
  z.object({ ...receivableFields, paid_at: z.string() }),
);

/** A credit note took all of it back before anybody had paid. */
export const invoiceVoided = defineEvent(
  'invoice.voided',
  z.object({ ...receivableFields, voided_at: z.string() }),
);

/** Its due date has passed; announced once. */
export const invoiceOverdue = defineEvent(
  'invoice.overdue',
  z.object({ ...receivableFields, open: z.string(), due_at: z.string() }),
);

/** What was open is given up; it is still owed. */
export const invoiceUncollectible = defineEvent(
  'invoice.uncollectible',
  z.object({ ...receivableFields, written_off: z.string(), reason: z.string() }),
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
