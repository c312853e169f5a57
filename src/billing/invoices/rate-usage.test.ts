import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { normalizeTerms, planTermsSchema, type UsagePrice } from '#catalog';
import { decimal, testUsageDb, type UsageDb } from '#kernel';
import { type MeterDefinition, meterDefinitionSchema } from '#rating';
import { ratePeriod, windowsOf } from './rate-period.ts';
import type { PeriodToRate, RatedItem } from './rated-item.ts';
import { usageSources } from './usage-source.ts';

let usageDb: UsageDb;
let drop: () => Promise<void>;
before(async () => {
  ({ usageDb, drop } = await testUsageDb());
});
after(() => drop());

// Clocks in Berlin went from 02:00 to 03:00 on 29 March 2026, a Sunday.
const period = {
  startAt: Temporal.Instant.from('2026-02-28T23:00:00Z'),
  endAt: Temporal.Instant.from('2026-03-31T22:00:00Z'),
};
const of = (subscriptionId: string, more: Partial<PeriodToRate> = {}): PeriodToRate => ({
  ...{ subscriptionId, timeZone: 'Europe/Berlin', anchorAt: period.startAt, resets: [], period },
  ...{ cutAt: period.endAt, final: true, waiver: null, ...more },
});

interface Sent {
  readonly at: string;
  readonly type?: string;
  readonly value?: string;
  readonly status?: number;
  readonly properties?: object;
}

let subscriptions = 0;
async function used(...events: Sent[]): Promise<string> {
  subscriptions += 1;
  const subscriptionId = `sub_${subscriptions}`;
  const rows = events.map(({ at, type = 'request', value = '0', status = 200, properties }, index) => ({
    ...{ connection: 'node', source: 's', id: `e${index}`, event_type: type, organization_id: 'org' },
    ...{ provider_id: 'org_p', product_id: 'prd', route_id: '', subscription_id: subscriptionId },
    ...{ plan_version_id: '', key_id: '', environment: 'live', timestamp: `2026-03-${at}` },
    ...{ units: '1', value, overage_units: '0', quota_period_start: null, method: 'GET', status },
    ...{ latency_ms: null, upstream_latency_ms: null, request_bytes: null, response_bytes: null },
    ...{ interrupted: false, properties: properties ? JSON.stringify(properties) : '', batch: 1n },
  }));
  await usageDb.insert('usage_events', rows);
  return subscriptionId;
}

const perUnit = (unit_price: string) => ({ model: 'per_unit', unit_price });

function priced(...prices: object[]) {
  const parsed = planTermsSchema.parse({
    ...{ currency: 'EUR', interval: { unit: 'month' }, price: '0.00' },
    prices: prices.map((one, index) => ({ key: `p${index}`, name: 'Usage', meter: 'requests', ...one })),
  });
  return normalizeTerms(parsed);
}

async function rated(what: PeriodToRate, terms: ReturnType<typeof priced>): Promise<RatedItem[]> {
  const usage = await usageSources(usageDb).usage(windowsOf(what, terms), 1n);
  return ratePeriod(what, terms, usage);
}

const meter = (definition: object): MeterDefinition => meterDefinitionSchema.parse(definition);

test('each meter is rated by its own definition, sums and all others in one query each', async () => {
  const subscriptionId = await used(
    { at: '05T10:00:00Z', type: 'store', value: '4', properties: { gb: '10', who: 'a' } },
    { at: '06T10:00:00Z', type: 'store', value: '5', properties: { gb: 2.5, who: 'b' } },
    { at: '07T10:00:00Z', type: 'store', value: '6', properties: { gb: 'NaN', who: 'a' } },
    { at: '08T10:00:00Z', status: 500 },
    { at: '09T10:00:00Z' },
  );
  const store = { event_type: 'store' };
  const price = perUnit('1');
  const terms = priced(
    { meter: 'requests', price },
    { meter: 'store', price },
    { meter: 'peak', definition: meter({ ...store, aggregation: 'max', value: 'properties.gb' }), price },
    {
      meter: 'people',
      definition: meter({ ...store, aggregation: 'unique_count', value: 'properties.who' }),
      price,
    },
    {
      meter: 'good',
      definition: meter({ event_type: 'request', aggregation: 'count', free_status_classes: ['5xx'] }),
      price,
    },
    { meter: 'all', definition: meter({ event_type: null, aggregation: 'sum', value: 'units' }), price },
  );
  let queries = 0;
  const counting = {
    ...usageDb,
    query<T>(...rest: Parameters<UsageDb['query']>) {
      queries += 1;
      return usageDb.query<T>(...rest);
    },
  };
  const usage = await usageSources(counting).usage(windowsOf(of(subscriptionId), terms), 1n);
  assert.equal(queries, 2);
  const items = ratePeriod(of(subscriptionId), terms, usage);
  assert.deepEqual(
    items.map((item) => [item.quantity.toFixed(), item.totalMinor]),
    [
      ['2', 200n],
      ['15', 1500n],
      ['10', 1000n],
      ['2', 200n],
      ['1', 100n],
      ['5', 500n],
    ],
  );
  assert.equal(items[2]?.explanation.events_without_value, '1');
  assert.equal(
    (items[2]!.explanation.query as { definition: MeterDefinition }).definition.aggregation,
    'max',
  );
});

const night = {
  key: 'night',
  name: 'Night',
  when: { time: { from: '22:00', to: '06:00' } },
  price: perUnit('0.10'),
};
const weekend = { key: 'weekend', name: 'Weekend', when: { weekdays: [6, 7] }, price: perUnit('0.50') };

test('variants are rated on their own, by local clocks before and after they change', async () => {
  const subscriptionId = await used(
    { at: '27T20:59:59.999Z' }, // Friday 21:59:59 in winter
    { at: '27T21:00:00Z' }, // 22:00: night
    { at: '28T11:00:00Z' }, // Saturday noon
    { at: '29T03:59:59Z' }, // Sunday 05:59 in summer: night comes first
    { at: '29T04:00:00Z' }, // 06:00: weekend
    { at: '30T19:59:59Z' }, // Monday 21:59 in summer
    { at: '30T20:00:00Z' }, // 22:00: night
  );
  const [item] = await rated(of(subscriptionId), priced({ price: perUnit('1'), variants: [night, weekend] }));
  const variants = item!.explanation.variants as Record<string, unknown>[];
  assert.deepEqual(
    variants.map(({ key, quantity, amount }) => [key, quantity, amount]),
    [
      ['night', '3', '0.3'],
      ['weekend', '2', '1'],
      ['default', '2', '2'],
    ],
  );
  assert.equal(item!.totalMinor, 330n);
  assert.equal(item!.quantity.toFixed(), '7');
  assert.deepEqual(variants[0]!.when, night.when);
  assert.equal((item!.explanation.steps as unknown[]).length, 3);
});

test('each variant has tiers of its own, and statuses can cost nothing', async () => {
  const subscriptionId = await used(
    ...Array.from({ length: 4 }, (_, index) => ({
      at: `0${index + 1}T10:00:00Z`,
      properties: { model: 'big' },
    })),
    ...Array.from({ length: 3 }, (_, index) => ({
      at: `0${index + 1}T11:00:00Z`,
      properties: { model: 'small' },
    })),
    { at: '09T10:00:00Z', status: 429, properties: { model: 'big' } },
  );
  const tiered = {
    model: 'graduated',
    tiers: [
      { up_to: '2', unit_price: '3' },
      { up_to: null, unit_price: '1' },
    ],
  };
  const variants = [
    {
      ...{ key: 'refused', name: 'Refused', price: perUnit('0') },
      when: { filter: { field: 'status_class', operator: 'eq', value: '4xx' } },
    },
    {
      ...{ key: 'big', name: 'Big', price: tiered },
      when: { filter: { field: 'properties.model', operator: 'eq', value: 'big' } },
    },
  ];
  const [item] = await rated(of(subscriptionId), priced({ price: tiered, variants }));
  // Big: 2 × 3 + 2 × 1; the rest: 2 × 3 + 1 × 1.
  assert.equal(item!.totalMinor, 1500n);
});

test('prices per event are rated from the events, in their order, however the price is divided', async () => {
  const subscriptionId = await used(
    { at: '05T10:00:00Z', type: 'pay', value: '50' },
    { at: '06T10:00:00Z', type: 'pay', value: '100' },
    { at: '08T10:00:00Z', type: 'pay', value: '400' },
    { at: '07T10:00:00Z', type: 'pay', value: '250' },
  );
  const share = { model: 'percentage', rate_percent: '1.3', fixed_per_event: '2' };
  const terms = priced(
    { meter: 'pay', price: { ...share, free_amount: '250', free_events: 3 } },
    { meter: 'pay', price: { ...share, per_event_max: '3' } },
    { meter: 'requests', price: { model: 'percentage', rate_percent: '100', free_events: 5 } },
    { meter: 'pay', price: { model: 'dynamic', multiplier: '1.2' } },
  );
  // (800 − 250) × 1.3 % + 2 × 2; then 2.65 + 3 + 3 + 3; no call; 800 × 1.2.
  const items = await rated(of(subscriptionId), terms);
  assert.deepEqual(
    items.map((item) => item.totalMinor),
    [1115n, 1165n, 0n, 96_000n],
  );
  const fees = (items[0]!.explanation.steps as { kind: string; quantity: string }[]).find(
    (one) => one.kind === 'event_fee',
  );
  assert.equal(fees?.quantity, '2');
});

test('what is weighted by time adds up over the parts of a period', async () => {
  const subscriptionId = await used(
    { at: '02T00:00:00Z', type: 'hold', value: '1000' },
    { at: '20T00:00:00Z', type: 'hold', value: '-400' },
  );
  const definition = meter({ event_type: 'hold', aggregation: 'weighted_sum', value: 'value' });
  const terms = priced({ meter: 'held', definition, price: perUnit('1') });
  const cut = Temporal.Instant.from('2026-03-12T07:30:00Z');
  const [all] = await rated(of(subscriptionId), terms);
  const parts = [
    { period: { startAt: period.startAt, endAt: cut }, cutAt: cut, whole: period },
    { period: { startAt: cut, endAt: period.endAt }, whole: period },
  ];
  const [first, second] = await Promise.all(parts.map((part) => rated(of(subscriptionId, part), terms)));
  const sum = first![0]!.quantity.plus(second![0]!.quantity);
  assert.ok(sum.minus(all!.quantity).abs().lte('0.000000000001'), `${sum} is not ${all!.quantity}`);
  assert.ok(all!.quantity.gt('700') && all!.quantity.lt('1000'));
});

test('terms per event on what is no sum over events are refused, not billed wrongly', async () => {
  const definition = meter({ event_type: 'pay', aggregation: 'max', value: 'value' });
  const price = { model: 'percentage', rate_percent: '1', fixed_per_event: '2' };
  await assert.rejects(
    rated(of('sub_none'), priced({ meter: 'peak', definition, price })),
    /terms per event/,
  );
});

test('an early close leaves the minimum of each variant to the end', async () => {
  const subscriptionId = await used({ at: '05T10:00:00Z' });
  const minimum = { ...perUnit('1'), min_spend: '10' };
  const terms = priced({ price: minimum, variants: [{ ...weekend, price: minimum }] });
  const early = { final: false, cutAt: Temporal.Instant.from('2026-03-10T00:00:00Z') };
  assert.equal((await rated(of(subscriptionId, early), terms))[0]!.totalMinor, 100n);
  assert.equal((await rated(of(subscriptionId), terms))[0]!.totalMinor, 2000n);
});

test('a meter without usage is zero, whatever it aggregates', async () => {
  const aggregations = ['max', 'min', 'avg', 'latest', 'percentile', 'weighted_sum', 'prorated_sum'] as const;
  const items: Partial<UsagePrice>[] = aggregations.map((aggregation) => ({
    ...{ meter: 'm', definition: meter({ event_type: 'x', aggregation, value: 'value' }) },
    price: { model: 'per_unit', unit_price: '1' },
  }));
  for (const item of await rated(of('sub_nobody'), priced(...items))) {
    assert.ok(item.quantity.eq(decimal(0)));
    assert.equal(item.totalMinor, 0n);
  }
});
