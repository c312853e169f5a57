import { z } from 'zod';
import { defineEvent } from '#kernel';

/** The roof sends the mail: `alertMail` says to whom and what. */
export const alertReached = defineEvent(
  'alert.reached',
  z.object({ alert_id: z.string(), organization_id: z.string() }),
);
