import { z } from 'zod';
import { defineEvent } from '#kernel';

/** A back-test was asked for; the job that works on it is sent once this is delivered. */
export const backtestRequested = defineEvent(
  'billing.backtest_requested',
  z.object({ backtest_id: z.string() }),
);
