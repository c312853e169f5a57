/** The time of a sandbox consumer, which its provider moves. */
import { z } from 'zod';
import { instantText } from '#kernel';

export interface TestClock {
  /** The sandbox consumer. */
  readonly organizationId: string;
  readonly name: string;
  readonly providerId: string;
  readonly nowAt: Temporal.Instant;
  /** Where it is going; null while it stands still. */
  readonly targetAt: Temporal.Instant | null;
  /** What stopped the last advance before it was there. */
  readonly problem: string | null;
  readonly createdAt: Temporal.Instant;
}

export const testClockSchema = z.object({
  organization_id: z
    .string()
    .describe('The sandbox consumer: subscribe it, use it and bill it like any other'),
  name: z.string(),
  state: z.enum(['ready', 'advancing']),
  now: z.string(),
  target: z.string().nullable(),
  problem: z.string().nullable().describe('What stopped the last advance before it was there'),
  created_at: z.string(),
});

export function presentTestClock(clock: TestClock): z.input<typeof testClockSchema> {
  return {
    organization_id: clock.organizationId,
    name: clock.name,
    state: clock.targetAt === null ? 'ready' : 'advancing',
    now: instantText(clock.nowAt),
    target: clock.targetAt && instantText(clock.targetAt),
    problem: clock.problem,
    created_at: instantText(clock.createdAt),
  };
}
