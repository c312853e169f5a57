import { z } from 'zod';
import { defineEvent } from '#kernel';

const payout = z.object({
  payout_id: z.string(),
  provider_id: z.string(),
  amount: z.string(),
  currency: z.string(),
  run_key: z.string(),
});

export const payoutCreated = defineEvent('payout.created', payout);
export const payoutPaid = defineEvent('payout.paid', payout);
export const payoutFailed = defineEvent(
  'payout.failed',
  payout.extend({ state: z.enum(['failed', 'returned']), reason: z.string().nullable() }),
);
