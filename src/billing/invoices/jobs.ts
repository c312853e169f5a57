import { z } from 'zod';
import type { JobKind } from '#kernel';

/** Does what is left of a run that was asked for. */
export const workRunJob: JobKind<{ run_id: string }> = {
  name: 'billing.run',
  schema: z.strictObject({ run_id: z.string() }),
};
