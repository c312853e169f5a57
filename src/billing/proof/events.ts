import { z } from 'zod';
import { defineEvent } from '#kernel';

/** Two things that must agree do not: told once, until it is mended and comes back. */
export const invariantBroken = defineEvent(
  'billing.invariant_broken',
  z.object({ check: z.string(), subject: z.string(), detail: z.string() }),
);

/** Everything is to be checked now; the job that does so is sent once this is delivered. */
export const checkRequested = defineEvent('billing.check_requested', z.strictObject({}));
