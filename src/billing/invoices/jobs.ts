import { z } from 'zod';
import type { JobKind } from '#kernel';

/** Closes whatever is due at the clock's now. */
export const closeDueJob: JobKind<Record<string, never>> = {
  name: 'billing.close-due',
  schema: z.strictObject({}),
};

/** What the clock does to invoices: drafts whose grace is over are issued, what is overdue is announced or given up. */
export const tendInvoicesJob: JobKind<Record<string, never>> = {
  name: 'billing.tend-invoices',
  schema: z.strictObject({}),
};

/** Does what is left of a run that was asked for. */
export const workRunJob: JobKind<{ run_id: string }> = {
  name: 'billing.run',
  schema: z.strictObject({ run_id: z.string() }),
};
