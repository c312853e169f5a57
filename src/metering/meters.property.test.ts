import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Decimal, decimal, testUsageDb, type UsageDb } from '#kernel';
import {
  AGGREGATIONS,
  type EventFilter,
  type EventTerms,
  eventTermsOf,
  type MeterDefinition,
  meterDefinitionSchema,
  priceSchema,
  sumEvents,
  type UsageCondition,
} from '#rating';
import type { MeterQuestion, MeterWindow } from './meter-question.ts';
import { amountOf, counts, inOrder, type NaiveEvent, naiveReading, variantOf } from './naive-meter.ts';
import { readMeters } from './store-meters.ts';

let usageDb: UsageDb;
let drop: () => Promise<void>;
before(async () => {
  ({ usageDb, drop } = await testUsageDb());
});
after(() => drop());

// Each run is an insertion and a query of several questions over 60 events. Soak sets how many more it makes.
const runs = { numRuns: fc.readConfigureGlobal().numRuns ?? 8, endOnFailure: true };

const base = Temporal.Instant.from('2026-03-20T00:00:00Z').epochMilliseconds;
const HOUR = 3_600_000;
const amount = fc.bigInt(-50_000n, 50_000n).map((units) => decimal(`${units}e-3`).toFixed());
/** What properties really are: numbers, texts that are numbers, texts, truth values, and nothing. */
const scalar = fc.oneof(
  { weight: 4, arbitrary: amount },
  { weight: 3, arbitrary: fc.integer({ min: -20, max: 20 }) },
  { weight: 2, arbitrary: fc.constantFrom(0.1, 0.30000000000000004, 1e-7, 1e21, 12345678.9) },
  { weight: 1, arbitrary: fc.constantFrom('NaN', 'Infinity', '', 'eu', 'eu-west', "x'; --", '1e3', '-0') },
  { weight: 1, arbitrary: fc.constantFrom(true, false, null) },
);
const properties = fc.option(
  fc.record(
    {
      tokens: scalar,
      region: fc.constantFrom('eu', 'eu-west', 'us', "o'hara", '5', 5, true),
      'a.b "c"': scalar,
      operation: fc.constantFrom('add', 'remove', 'other'),
    },
    { requiredKeys: [] },
  ),
  { nil: null },
);
const event = fc.record({
  // Whole hours often meet, so that equal times are usual.
  atMs: fc.oneof(
    fc.integer({ min: -200, max: 700 }).map((hours) => base + hours * HOUR),
    fc.integer({ min: -200 * HOUR, max: 700 * HOUR }).map((ms) => base + ms),
  ),
  eventType: fc.constantFrom('request', 'tokens'),
  value: amount,
  units: fc.constantFrom('0', '1', '2.5'),
  status: fc.constantFrom(200, 204, 301, 404, 429, 500, null),
  method: fc.constantFrom('GET', 'POST', ''),
  route: fc.constantFrom('rou_1', 'rou_2', ''),
  latencyMs: fc.constantFrom(null, 0, 12.5, 7.1234567),
  properties,
});
const events = fc
  .array(event, { maxLength: 60, size: 'max' })
  .map((list) => list.map((one, index): NaiveEvent => ({ ...one, id: `e${(index * 7919) % 1000}` })));

const field = fc.constantFrom(
  'status',
  'status_class',
  'method',
  'route',
  'properties.region',
  'properties.tokens',
  'properties.a.b "c"',
);
const number = fc.oneof(fc.integer({ min: -20, max: 500 }), fc.constantFrom(0.1, 2.5));
const wanted = fc.oneof(
  fc.constantFrom<string | boolean>('eu', '2xx', '404', 'GET', 'rou_1', "o'hara", '5', 'true', true),
  number,
);
const condition: fc.Arbitrary<EventFilter> = fc.oneof(
  fc.record({ field, operator: fc.constantFrom('eq', 'neq'), value: wanted }),
  fc.record({
    field,
    operator: fc.constantFrom('in', 'not_in'),
    value: fc.array(wanted, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ field, operator: fc.constantFrom('gt', 'gte', 'lt', 'lte'), value: fc.oneof(number, amount) }),
  fc.record({ field, operator: fc.constant('exists'), value: fc.boolean() }),
  fc.record({ field, operator: fc.constant('prefix'), value: fc.constantFrom('e', 'eu-', '2', 'rou') }),
) as fc.Arbitrary<EventFilter>;
const filter: fc.Arbitrary<EventFilter> = fc.oneof(
  condition,
  fc.record({ and: fc.array(condition, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    or: fc.array(fc.oneof(condition, fc.record({ and: fc.tuple(condition) })), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
);
const numeric = fc.constantFrom('value', 'units', 'latency_ms', 'properties.tokens', 'properties.a.b "c"');
const meter: fc.Arbitrary<MeterDefinition> = fc
  .record({
    aggregation: fc.constantFrom(...AGGREGATIONS),
    event_type: fc.constantFrom('request', 'tokens', null),
    number: numeric,
    text: field,
    percentile: fc.option(fc.constantFrom(50, 75, 90, 99, 99.9), { nil: undefined }),
    carry_over: fc.boolean(),
    filter: fc.option(filter, { nil: null, freq: 1 }),
    free_status_classes: fc.subarray(['2xx', '4xx', '5xx'] as const),
  })
  .map(({ number: value, text, percentile, carry_over, ...rest }) => {
    const { aggregation } = rest;
    const counted = aggregation.endsWith('unique_count');
    return meterDefinitionSchema.parse({
      ...rest,
      ...(aggregation === 'count' ? {} : { value: counted ? text : value }),
      ...(aggregation === 'percentile' && percentile !== undefined ? { percentile } : {}),
      ...(aggregation === 'weighted_sum' ? { carry_over } : {}),
    });
  });

const zones = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
];
const time = fc.constantFrom('00:00', '02:30', '08:00', '18:15', '23:59');
const when: fc.Arbitrary<UsageCondition> = fc.oneof(
  filter.map((one) => ({ filter: one })),
  fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }).map((weekdays) => ({ weekdays })),
  fc
    .record({ from: time, to: time })
    .filter(({ from, to }) => from !== to)
    .map((span) => ({ time: span })),
);
const at = (hours: number) => Temporal.Instant.fromEpochMilliseconds(base + hours * HOUR);
const span = fc.record({
  from: fc.integer({ min: -50, max: 500 }),
  length: fc.integer({ min: 1, max: 300 }),
  zone: fc.constantFrom(...zones),
  before: fc.integer({ min: 0, max: 60 }),
  after: fc.integer({ min: 0, max: 60 }),
});

let subscriptions = 0;
async function insert(list: readonly NaiveEvent[]): Promise<string> {
  subscriptions += 1;
  const subscriptionId = `sub_${subscriptions}`;
  const text = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
  const row = (one: NaiveEvent) => ({
    ...{ connection: 'node', source: 's', id: one.id, event_type: one.eventType, organization_id: 'org' },
    ...{ provider_id: 'org_p', product_id: 'prd', route_id: one.route, subscription_id: subscriptionId },
    ...{ plan_version_id: '', key_id: '', environment: 'live', timestamp: text(one.atMs) },
    ...{
      units: one.units,
      value: one.value,
      overage_units: '0',
      quota_period_start: null,
      method: one.method,
    },
    ...{ status: one.status, latency_ms: one.latencyMs, upstream_latency_ms: null, request_bytes: null },
    ...{ response_bytes: null, interrupted: false, batch: 1n },
    properties: one.properties === null ? '' : JSON.stringify(one.properties),
  });
  await usageDb.insert('usage_events', list.map(row));
  return subscriptionId;
}

const same = (actual: Decimal, expected: Decimal, what: string) =>
  assert.ok(
    actual.eq(expected),
    `${what}: the store says ${actual.toFixed()}, the model ${expected.toFixed()}`,
  );

function windowsOf(
  subscriptionId: string,
  spans: readonly { from: number; length: number; zone: string; before: number; after: number }[],
): MeterWindow[] {
  return spans.map(({ from, length, zone, before: earlier, after: later }) => ({
    subscriptionId,
    startAt: at(from),
    endAt: at(from + length),
    whole: { startAt: at(from - earlier), endAt: at(from + length + later) },
    timeZone: zone,
  }));
}

test('the usage store says of random events what the definition says, whatever the meter', async () => {
  await fc.assert(
    fc.asyncProperty(
      events,
      fc.array(meter, { minLength: 4, maxLength: 4 }),
      fc.array(span, { minLength: 2, maxLength: 2 }),
      async (list, meters, spans) => {
        const windows = windowsOf(await insert(list), spans);
        const asked = meters.map((one) => ({
          question: { meter: one, variants: [], eventTerms: [null] },
          windows: windows.map((window) => ({ ...window })),
        }));
        const readings = await readMeters(usageDb, { asked });
        for (const { question, windows: own } of asked) {
          for (const window of own) {
            const [reading] = readings.get(window)!;
            const [numerator, denominator] = naiveReading(question.meter, list, window);
            const what = JSON.stringify(question.meter);
            same(reading!.numerator, numerator, what);
            same(reading!.denominator, denominator, `${what} denominator`);
          }
        }
      },
    ),
    runs,
  );
});

test('an event belongs to the first variant that it fits, by the clocks of the subscription', async () => {
  await fc.assert(
    fc.asyncProperty(
      events,
      fc.array(fc.tuple(meter, fc.array(when, { minLength: 1, maxLength: 3 })), {
        minLength: 3,
        maxLength: 3,
      }),
      fc.array(span, { minLength: 2, maxLength: 2 }),
      async (list, pairs, spans) => {
        const windows = windowsOf(await insert(list), spans);
        const asked = pairs.map(([one, variants]) => ({
          question: { meter: one, variants, eventTerms: [] },
          windows: windows.map((window) => ({ ...window })),
        }));
        const readings = await readMeters(usageDb, { asked });
        for (const { question, windows: own } of asked) {
          for (const window of own) {
            for (const [variant, reading] of readings.get(window)!.entries()) {
              const mine = list.filter(
                (one) => variantOf(one, question.variants, window.timeZone!) === variant,
              );
              const [numerator] = naiveReading(question.meter, mine, window);
              same(reading.numerator, numerator, `${JSON.stringify(question)} variant ${variant}`);
            }
          }
        }
      },
    ),
    runs,
  );
});

test('the parts of a period add up to it: what is counted, summed, or weighted by time', async () => {
  const whole = { startAt: at(0), endAt: at(400) };
  const adding = meter.filter(
    ({ aggregation }) => aggregation === 'count' || aggregation === 'sum' || aggregation === 'weighted_sum',
  );
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 399 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      events,
      fc.array(adding, { minLength: 3, maxLength: 3 }),
      cuts,
      async (list, meters, hours) => {
        const subscriptionId = await insert(list);
        const bounds = [0, ...hours.toSorted((a, b) => a - b), 400];
        const parts = bounds.slice(1).map((end, index) => ({ startAt: at(bounds[index]!), endAt: at(end) }));
        const asked = meters.map((one) => ({
          question: { meter: one, variants: [], eventTerms: [null] },
          windows: [whole, ...parts].map((part): MeterWindow => ({ ...part, subscriptionId, whole })),
        }));
        const readings = await readMeters(usageDb, { asked });
        for (const { question, windows } of asked) {
          const [all, ...some] = windows.map((window) => readings.get(window)![0]!.numerator);
          const sum = some.reduce((total, one) => total.plus(one), decimal(0));
          same(sum, all!, JSON.stringify(question.meter));
        }
      },
    ),
    runs,
  );
});

const maybe = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(
    value.map((one) => ({ [key]: one })),
    { nil: {} },
  );
const price = fc
  .tuple(
    fc.constantFrom('0', '1.3', '2.9', '150'),
    maybe('fixed_per_event', fc.constantFrom('0', '0.3', '2')),
    maybe('free_events', fc.integer({ min: 0, max: 6 })),
    maybe('free_amount', fc.constantFrom('0', '10', '45.5')),
    maybe('per_event_min', fc.constantFrom('0.1', '0.5')),
    maybe('per_event_max', fc.constantFrom('0.5', '3')),
  )
  .map(([rate, ...rest]) =>
    priceSchema.parse(Object.assign({ model: 'percentage', rate_percent: rate }, ...rest)),
  );

test('prices per event come to the same in the store as over the events in their order', async () => {
  const additive = meter.filter((one) => one.aggregation === 'sum' || one.aggregation === 'count');
  const question = fc.tuple(additive, fc.array(when, { maxLength: 1 }), price, price);
  await fc.assert(
    fc.asyncProperty(
      events,
      fc.array(question, { minLength: 2, maxLength: 2 }),
      fc.array(span, { minLength: 2, maxLength: 2 }),
      async (list, questions, spans) => {
        const windows = windowsOf(await insert(list), spans);
        const asked = questions.map(([one, variants, ...prices]) => ({
          question: {
            meter: one,
            variants,
            eventTerms: prices.slice(0, variants.length + 1).map(eventTermsOf),
          },
          windows: windows.map((window) => ({ ...window })),
        }));
        const readings = await readMeters(usageDb, { asked });
        for (const { question: of, windows: own } of asked) {
          for (const window of own) assertPriced(of, list, window, readings.get(window)!);
        }
      },
    ),
    runs,
  );
});

function assertPriced(
  of: MeterQuestion,
  list: readonly NaiveEvent[],
  window: MeterWindow,
  readings: readonly { eventSums: unknown }[],
): void {
  const inside = list
    .filter((one) => counts(one, of.meter))
    .filter(({ atMs }) => window.startAt.epochMilliseconds <= atMs && atMs < window.endAt.epochMilliseconds)
    .toSorted(inOrder);
  for (const [variant, reading] of readings.entries()) {
    const terms = of.eventTerms[variant] as EventTerms | null;
    if (terms === null) {
      assert.equal(reading.eventSums, null);
      continue;
    }
    const values = inside
      .filter((one) => variantOf(one, of.variants, window.timeZone!) === variant)
      .flatMap((one) => amountOf(one, of.meter) ?? []);
    const expected = sumEvents(values, terms);
    const actual = reading.eventSums as typeof expected;
    const what = `${JSON.stringify(of)} of ${values.map((value) => value.toFixed()).join(' ')}`;
    assert.equal(actual.paidEvents, expected.paidEvents, what);
    same(actual.paidValue, expected.paidValue, `${what} paid value`);
    same(actual.amount, expected.amount, `${what} amount`);
  }
}
