import { z } from 'zod';
import { type HoldsSubscription, readable, type UpstreamHealth } from '#catalog';
import { instantText, type Route, route, type UsageDb } from '#kernel';
import { answersByDay, type DayOfAnswers } from './store-status.ts';

const DAYS = 30;
/** Anybody may ask as often as they like; the usage store is asked this often. */
const FRESH_MS = 30_000;
const MOST_REMEMBERED = 1000;

export interface StatusDeps {
  readonly usageDb: UsageDb;
  readonly upstreamHealth: UpstreamHealth;
  readonly holdsSubscription: HoldsSubscription;
}

const statusSchema = z.object({
  state: z
    .enum(['operational', 'degraded', 'down'])
    .describe('As the gateway reaches its servers now. degraded: some of them are left alone; down: all'),
  days: z
    .array(
      z.object({
        day: z.string(),
        availability: z
          .number()
          .nullable()
          .describe('Share of answers that were no error of the server; null on a day without calls'),
        average_latency_ms: z.number().nullable(),
      }),
    )
    .describe(
      `The last ${DAYS} UTC days, the present one last. How many calls there were is nobody's business.`,
    ),
  availability: z.number().nullable(),
});

interface Remembered {
  readonly atMs: number;
  readonly answers: Promise<DayOfAnswers[]>;
}

/** Answers that are still fresh, by product and day: a sandbox consumer may live on another one. */
function remembering(usageDb: UsageDb): (productId: string, at: Temporal.Instant) => Promise<DayOfAnswers[]> {
  const remembered = new Map<string, Remembered>();
  return (productId, at) => {
    const from = firstDay(at).toInstant();
    const place = `${productId} ${from.epochMilliseconds}`;
    const known = remembered.get(place);
    const nowMs = performance.now();
    if (known && nowMs - known.atMs < FRESH_MS) return known.answers;
    const answers = answersByDay(usageDb, productId, from);
    remembered.delete(place);
    remembered.set(place, { atMs: nowMs, answers });
    answers.catch(() => remembered.delete(place));
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return answers;
  };
}

export function statusRoute(deps: StatusDeps): Route {
  const answersOf = remembering(deps.usageDb);
  return route({
    method: 'GET',
    path: '/marketplace/products/{product_id}/status',
    tag: 'marketplace',
    summary: 'How a product is doing, and how its calls were answered of late',
    access: 'public',
    params: z.object({ product_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an id') }),
    response: { status: 200, schema: statusSchema },
    async handler(call) {
      const { product } = await readable(call, call.params.product_id, deps.holdsSubscription);
      const answers = await answersOf(product.id, call.at);
      const left = deps
        .upstreamHealth(product.id)
        .targets.filter(({ openWorkers }) => openWorkers > 0).length;
      return {
        state: stateOf(left, 1 + product.upstream.targets.length),
        days: daysOf(answers, call.at),
        availability: availabilityOf(answers),
      };
    },
  });
}

function stateOf(leftAlone: number, targets: number): 'operational' | 'degraded' | 'down' {
  if (leftAlone === 0) return 'operational';
  return leftAlone < targets ? 'degraded' : 'down';
}

function firstDay(at: Temporal.Instant): Temporal.ZonedDateTime {
  return at
    .toZonedDateTimeISO('UTC')
    .startOfDay()
    .subtract({ days: DAYS - 1 });
}

function daysOf(
  answers: readonly DayOfAnswers[],
  at: Temporal.Instant,
): z.input<typeof statusSchema>['days'] {
  const known = new Map(answers.map((one) => [one.day.epochMilliseconds, one]));
  return Array.from({ length: DAYS }, (_, index) => {
    const day = firstDay(at).add({ days: index }).toInstant();
    const own = known.get(day.epochMilliseconds);
    return {
      day: instantText(day),
      availability: own ? availabilityOf([own]) : null,
      average_latency_ms: own?.latency_ms == null ? null : Math.round(own.latency_ms * 10) / 10,
    };
  });
}

/** Rounded down to a hundredth of a percent: one failure in a million is not none. */
function availabilityOf(answers: readonly DayOfAnswers[]): number | null {
  const calls = answers.reduce((sum, one) => sum + BigInt(one.calls), 0n);
  const errors = answers.reduce((sum, one) => sum + BigInt(one.server_errors), 0n);
  if (calls === 0n) return null;
  return Number(((calls - errors) * 10_000n) / calls) / 10_000;
}
