import { z } from 'zod';
import type { JobKind } from '#kernel';

/** What of subscriptions falls due by itself. */
export const dueChangesJob: JobKind<Record<string, never>> = {
  name: 'billing.due-changes',
  schema: z.strictObject({}),
};

/** Does what is left of a move of subscribers. */
export const workMoveJob: JobKind<{ move_id: string }> = {
  name: 'billing.move',
  schema: z.strictObject({ move_id: z.string() }),
};
