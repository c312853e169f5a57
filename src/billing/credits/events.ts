import { z } from 'zod';
import { defineEvent } from '#kernel';

/** Amounts are decimal strings in major units. */
export const creditNoteIssued = defineEvent(
  'credit_note.issued',
  z.object({
    credit_note_id: z.string(),
    number: z.string(),
    invoice_id: z.string(),
    organization_id: z.string(),
    provider_id: z.string(),
    total: z.string(),
    currency: z.string(),
  }),
);

/** A consumer has credit that may be used for what it owes. */
export const creditAdded = defineEvent(
  'credit.added',
  z.object({ credit_id: z.string(), organization_id: z.string(), amount: z.string(), currency: z.string() }),
);

const refundFields = z.object({
  refund_id: z.string(),
  credit_note_id: z.string().nullable(),
  organization_id: z.string(),
  provider_id: z.string().nullable(),
  amount: z.string(),
  currency: z.string(),
  failure_code: z.string().nullable(),
});

export const refundSucceeded = defineEvent('refund.succeeded', refundFields);

/** What it would have given back is the consumer's credit again. */
export const refundFailed = defineEvent('refund.failed', refundFields);
