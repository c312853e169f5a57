import { z } from 'zod';
import type { JobKind } from '#kernel';

/** Does what is left of a move of subscribers. */
export const workMoveJob: JobKind<{ move_id: string }> = {
  name: 'billing.move',
  schema: z.strictObject({ move_id: z.string() }),
};
