import { z } from 'zod';
import { type Db, instantText, invalid, momentField } from '#kernel';
import { type ApiKey, keySchema, presentKey } from './api-key.ts';

/** Usage by key. Metering has it and stands after this room: the roof hands its answers in. */
export interface KeyUsageReader {
  /**
   * When each key was used last, of all of them in one question. Keys that never were are missing. Null while the
   * usage store is away: keys must be seen and revoked even then.
   */
  lastUsed(keys: readonly KeyOfUsage[]): Promise<ReadonlyMap<string, Temporal.Instant> | null>;
  /** Per UTC day, both ends whole days; days without a call are missing. */
  daily(key: KeyOfUsage, from: Temporal.Instant, to: Temporal.Instant): Promise<KeyUsageDay[]>;
  /** All usage before this is in; null when nothing is known yet. */
  completeUntil(db: Db): Promise<Temporal.Instant | null>;
}

export type KeyOfUsage = Pick<ApiKey, 'id' | 'subscriptionId' | 'organizationId'>;

export interface KeyUsageDay {
  readonly startAt: Temporal.Instant;
  readonly calls: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  /** Exact decimal. */
  readonly units: string;
}

export const usedKeySchema = keySchema.extend({
  last_used_at: z
    .string()
    .nullable()
    .optional()
    .describe(
      'Admission of the last call whose usage has arrived; a call shows here some seconds after its end. Missing while the usage store is away',
    ),
});

/** Keys with their last use, read in one question. */
export async function presentUsedKeys(
  reader: KeyUsageReader,
  keys: readonly ApiKey[],
  at: Temporal.Instant,
): Promise<(key: ApiKey) => z.output<typeof usedKeySchema>> {
  const lastUsed = await reader.lastUsed(keys);
  if (lastUsed === null) return (key) => presentKey(key, at);
  return (key) => {
    const used = lastUsed.get(key.id);
    return { ...presentKey(key, at), last_used_at: used === undefined ? null : instantText(used) };
  };
}

const defaultDays = 30;
const mostDays = 366;
const dayMs = 86_400_000;

export const rangeQuery = z.strictObject({
  from: momentField.optional().describe(`Its UTC day is the first; default: ${defaultDays} days before "to"`),
  to: momentField.optional().describe(`Exclusive; default: now. At most ${mostDays} days after "from"`),
});

export const keyUsageSchema = z.object({
  from: z.string(),
  to: z.string(),
  complete_until: z
    .string()
    .nullable()
    .describe('Usage admitted before this is all in; null when no node reported yet'),
  days: z.array(
    z.object({
      date: z.string().describe('UTC'),
      calls: z.int(),
      client_errors: z.int(),
      server_errors: z.int(),
      units: z.string(),
    }),
  ),
});

/** Whole UTC days, so that they come from the roll-ups. */
export function daysOf(query: z.output<typeof rangeQuery>, at: Temporal.Instant) {
  const to = query.to ?? at;
  const from = query.from ?? to.subtract({ hours: 24 * defaultDays });
  if (Temporal.Instant.compare(from, to) >= 0) {
    throw invalid([{ pointer: '/query/from', detail: 'must be before "to"' }]);
  }
  const first = Math.floor(from.epochMilliseconds / dayMs);
  const end = Math.ceil(to.epochMilliseconds / dayMs);
  if (end - first > mostDays) {
    throw invalid([{ pointer: '/query/from', detail: `must be at most ${mostDays} days before "to"` }]);
  }
  const startOf = (day: number) => Temporal.Instant.fromEpochMilliseconds(day * dayMs);
  return { from: startOf(first), to: startOf(end) };
}

export function presentDay(day: KeyUsageDay): z.input<typeof keyUsageSchema>['days'][number] {
  return {
    date: day.startAt.toString().slice(0, 10),
    calls: day.calls,
    client_errors: day.clientErrors,
    server_errors: day.serverErrors,
    units: day.units,
  };
}
