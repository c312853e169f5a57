import { z } from 'zod';
import { defineEvent } from '#kernel';

const parties = {
  wallet_id: z.string(),
  organization_id: z.string(),
  provider_id: z.string(),
  currency: z.string(),
};

/** Amounts are decimal strings in major units. */
export const creditGranted = defineEvent(
  'wallet.credit_granted',
  z.object({
    ...parties,
    grant_id: z.string(),
    kind: z.enum(['promotional', 'paid']),
    amount: z.string(),
    source: z.enum(['top_up', 'gift', 'plan']),
  }),
);

export const creditExpired = defineEvent(
  'wallet.credit_expired',
  z.object({ ...parties, amount: z.string() }),
);

/** A share of the credit that there was when it last rose is used; 100: nothing is left. */
export const creditUsed = defineEvent(
  'wallet.credit_used',
  z.object({ ...parties, percent: z.union([z.literal(80), z.literal(100)]), available: z.string() }),
);

/** Less is available than the consumer's own threshold. */
export const walletLow = defineEvent(
  'wallet.low',
  z.object({ ...parties, threshold: z.string(), available: z.string() }),
);
