import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DEFAULT_TRAFFIC, DEFAULT_UPSTREAM, type GatewayProduct, planTermsSchema } from '#catalog';
import { manualClock, recordChange, silentLog, type TestDatabase, testDatabase } from '#kernel';
import { type Subscription, UNCHANGED } from '#subscriptions';
import { quotaKindOf } from './admission/index.ts';
import { entitlementsOf, grants, isExceeded, mergeFeatures } from './entitlements.ts';
import type { EnforcementSource } from './source.ts';
import { type Enforcement, startEnforcement } from './start-enforcement.ts';

const clock = manualClock('2026-01-31T12:00:00Z');
const start = clock.now();

const monthly = { period: 'month', alignment: 'calendar' } as const;

function version(
  slug: string,
  tier: number,
  quotaUnits: number | null,
  features: Record<string, boolean | number>,
) {
  return {
    id: `plv_${slug}`,
    planId: `pln_${slug}`,
    productId: 'prd_1',
    planSlug: slug,
    planName: slug,
    tier,
    number: 1,
    state: 'published' as const,
    createdAt: start,
    updatedAt: start,
    publishedAt: start,
    terms: planTermsSchema.parse({
      currency: 'EUR',
      interval: { unit: 'month' },
      price: '0.00',
      quotas: quotaUnits === null ? [] : [{ ...monthly, units: quotaUnits }],
      features,
    }),
  };
}

const versions = [
  version('small', 0, 10, { export: false, seats: 3, audit: true }),
  version('large', 1, 100, { export: true, seats: 2 }),
];
const product: GatewayProduct = {
  productId: 'prd_1',
  organizationId: 'org_p',
  providerSlug: 'p',
  slug: 'a',
  name: 'A',
  state: 'published',
  upstreamUrl: 'https://api.example.com/base/',
  upstream: DEFAULT_UPSTREAM,
  proofSecrets: [],
  upstreamTls: null,
  upstreamCredential: null,
  quotaDenialStatus: 429,
  traffic: DEFAULT_TRAFFIC,
  hosts: [],
  routes: [],
  plans: versions.map((one) => ({
    planId: one.planId,
    slug: one.planSlug,
    name: one.planName,
    tier: one.tier,
    versions: [one],
  })),
};

function subscribed(id: string, plan: string, more: Partial<Subscription> = {}): Subscription {
  return {
    id,
    organizationId: 'org_c',
    providerOrganizationId: 'org_p',
    productId: 'prd_1',
    planId: `pln_${plan}`,
    planVersionId: `plv_${plan}`,
    state: 'active',
    timeZone: 'Europe/Berlin',
    ...UNCHANGED,
    currency: 'EUR',
    segmentStartAt: start,
    anchorAt: start,
    quotaAnchorAt: start,
    periodIndex: 0,
    currentPeriodStartAt: start,
    currentPeriodEndAt: start.add({ hours: 720 }),
    cancelAtPeriodEnd: false,
    cancelReason: null,
    canceledAt: null,
    revision: 1,
    createdAt: start,
    updatedAt: start,
    ...more,
  };
}

const world = new Map([['sub_1', subscribed('sub_1', 'small')]]);
const source: EnforcementSource = {
  products: async () => [product],
  subscriptions: async (selection) =>
    [...world.values()].filter((one) => ('ids' in selection ? selection.ids.includes(one.id) : true)),
  keys: async () => [],
};

describe('the control side', () => {
  let store: TestDatabase;
  let enforcement: Enforcement;
  let directory: string;
  before(async () => {
    store = await testDatabase();
    directory = mkdtempSync(join(tmpdir(), 'turnpike-enforcement-'));
    enforcement = await startEnforcement({
      db: store.db,
      clock,
      keyHmacKey: Buffer.alloc(32),
      workers: 1,
      nodeId: 'one',
      journalDirectory: directory,
      log: silentLog,
      source,
    });
  });
  after(async () => {
    await enforcement.stop();
    await store.drop();
    rmSync(directory, { recursive: true });
  });
  const entitled = (product: string | null = null) =>
    entitlementsOf(enforcement.registry, 'org_c', product, clock.now().epochMilliseconds);
  const use = (id: string, units: number) => {
    const { table } = enforcement.registry;
    const { slot } = enforcement.registry.subscription(id)!;
    const cell = table.cellOf(slot, quotaKindOf('month'));
    table.cells.setUsed(cell, false, table.cells.calendar(cell).startMs, units * 1_000_000);
  };

  test('the upstream is split into what is dialled and what is put before the path', () => {
    const [only] = enforcement.snapshot.products;
    assert.equal(only!.address, '/p/a');
    const [target] = only!.upstream.targets;
    assert.equal(target!.origin, 'https://api.example.com');
    assert.equal(target!.basePath, '/base');
  });

  test('quotas are those of the counters, in the months of the subscription’s time zone', () => {
    use('sub_1', 4);
    const [quota] = entitled()[0]!.quotas;
    assert.equal(quota!.used, 4);
    assert.equal(quota!.remaining, 6);
    assert.equal(quota!.periodEndMs, Date.parse('2026-01-31T23:00:00Z'));
  });

  test('exceeded only when no subscription would admit more', async () => {
    use('sub_1', 10);
    assert.equal(isExceeded(entitled()), true);
    await store.db.transaction().execute(async (tx) => {
      world.set('sub_2', subscribed('sub_2', 'large'));
      await recordChange(tx, 'subscription', 'sub_2');
    });
    await enforcement.catchUp();
    assert.equal(entitled().length, 2);
    assert.equal(isExceeded(entitled()), false);
    assert.equal(entitled('nothing').length, 0);
    assert.equal(entitled('a').length, 2);
  });

  test('features are merged, and only those of active subscriptions grant', async () => {
    assert.deepEqual(mergeFeatures(entitled()), { export: true, seats: 3, audit: true });
    world.set('sub_2', subscribed('sub_2', 'large', { state: 'paused' }));
    await enforcement.reload(['sub_2']);
    const merged = mergeFeatures(entitled());
    assert.equal(grants(merged.export), false);
    assert.equal(grants(merged.audit), true);
    assert.equal(grants(merged.unheard), false);
  });

  test('terms of one consumer’s own hold for it alone, and what it used stays used', async () => {
    use('sub_1', 9);
    const quotas = [
      { units: 12, period: 'month', alignment: 'calendar', overage: { mode: 'block' } },
    ] as const;
    const own = { fees: {}, prices: {}, quotas: [...quotas], features: { seats: 50 } };
    world.set('sub_1', subscribed('sub_1', 'small', { overrides: own }));
    world.set('sub_3', subscribed('sub_3', 'small', { overrides: { fees: {}, prices: {}, price: '1.00' } }));
    const plans = enforcement.snapshot.plans.length;
    await enforcement.reload(['sub_1', 'sub_3']);
    const [first, , third] = entitled();
    assert.deepEqual([first!.quotas[0]!.used, first!.quotas[0]!.limit], [9, 12]);
    assert.equal(first!.features.seats, 50);
    assert.equal(third!.quotas[0]!.limit, 10);
    // A price says nothing to a gateway: one plan more, of the same plan version.
    assert.equal(enforcement.snapshot.plans.length, plans + 1);
    assert.equal(enforcement.snapshot.plans.at(-1)!.id, 'plv_small');
    assert.equal(enforcement.snapshot.plans.at(-1)!.quotas[0]!.micros, 12_000_000);
    for (const id of ['sub_1', 'sub_3']) world.set(id, subscribed(id, 'small'));
    await enforcement.reload(['sub_1', 'sub_3']);
    assert.equal(entitled()[0]!.quotas[0]!.limit, 10);
    world.delete('sub_3');
  });

  test('when the clock passes the boundary the quota is whole again', async () => {
    use('sub_1', 10);
    clock.set('2026-01-31T23:00:00Z');
    await enforcement.catchUp();
    assert.equal(entitled()[0]!.quotas[0]!.used, 0);
    assert.equal(entitled()[0]!.quotas[0]!.periodEndMs, Date.parse('2026-02-28T23:00:00Z'));
    clock.set('2027-05-05T00:00:00Z');
    await enforcement.catchUp();
    assert.equal(entitled()[0]!.quotas[0]!.periodStartMs, Date.parse('2027-04-30T22:00:00Z'));
  });
});
