import { z } from 'zod';
import { defineEvent } from '#kernel';

/** It has ended, and what was paid exceeds what was owed: this is to be given back. Without tax, in major units. */
export const subscriptionCreditLeft = defineEvent(
  'subscription.credit_left',
  z.object({
    subscription_id: z.string(),
    organization_id: z.string(),
    provider_id: z.string(),
    amount: z.string(),
    currency: z.string(),
  }),
);

/** A move of subscribers was asked for, or its failures again; the job that works on it is sent once this is delivered. */
export const moveRequested = defineEvent('billing.move_requested', z.object({ move_id: z.string() }));
