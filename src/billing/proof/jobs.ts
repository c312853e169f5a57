import { z } from 'zod';
import type { JobKind } from '#kernel';

/** Looks at the next part of what must agree. */
export const checkJob: JobKind<Record<string, never>> = {
  name: 'billing.check',
  schema: z.strictObject({}),
};

/** Begins a pass over everything. */
export const checkAllJob: JobKind<Record<string, never>> = {
  name: 'billing.check-all',
  schema: z.strictObject({}),
};
