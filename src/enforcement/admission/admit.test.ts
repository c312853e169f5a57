import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { createKeyText } from '#subscriptions';
import { createTimeMemory } from './admission-time.ts';
import { Admission, type AdmissionMemory, type CallFacts, type Forward, unitsText } from './admit.ts';
import { keyHashOf } from './key-hash.ts';
import { KeyTableWriter } from './key-table.ts';
import { createRateMemory } from './rate-table.ts';
import type { GatewaySnapshot, SnapshotPlan } from './snapshot.ts';
import { SubscriptionMemoryOwner, SubscriptionTable } from './subscription-table.ts';

const hmacKey = Buffer.alloc(32, 3);
const dayMs = 86_400_000;
const plan: SnapshotPlan = {
  ordinal: 0,
  id: 'plv_1',
  slug: 'basic',
  tier: 0,
  quota: null,
  rateLimits: [],
  concurrency: null,
  overage: { mode: 'block' },
};

function snapshotOf(only: SnapshotPlan, weightMicros: number): GatewaySnapshot {
  const route = {
    ordinal: 0,
    id: 'rte_1',
    method: 'GET',
    template: '/',
    upstreamPath: null,
    protocol: 'http' as const,
    minimumTier: null,
    minimumPlan: null,
    weightMicros,
    weightText: unitsText(weightMicros),
    rateLimit: null,
  };
  const product = {
    ordinal: 0,
    id: 'prd_1',
    providerId: 'org_p',
    address: '/p/a',
    published: true,
    upstreamOrigin: 'http://x',
    upstreamBasePath: '',
    quotaDenialStatus: 403,
    routes: [route],
  } as const;
  return { version: 1, plans: [only], products: [product] };
}

/** One product with one route, one subscription in slot 0 with one key; days as quota periods from time 0. */
function world(terms: Partial<SnapshotPlan>, weightMicros = 1_000_000) {
  const owner = new SubscriptionMemoryOwner(2);
  owner.reserve(1);
  owner.name(0, { subscriptionId: 'sub_1', consumerId: 'org_1' });
  const control = new SubscriptionTable(owner.memory, null);
  const keys = new KeyTableWriter();
  keys.makeRoom(1);
  const text = createKeyText('live');
  const hash = keyHashOf(createHmac('sha256', hmacKey).update(text).digest());
  const entry = { id: 'key_1', hash, slot: 0, test: false, revoked: false, expiresAtMs: null };
  keys.put(entry);
  const calendar = { startMs: 0, endMs: dayMs, nextEndMs: 2 * dayMs };
  const description = {
    state: 'active',
    product: 0,
    plan: 0,
    calendar,
    endsAtMs: Number.POSITIVE_INFINITY,
  } as const;
  control.describe(0, description);
  const snapshot = snapshotOf({ ...plan, ...terms }, weightMicros);
  const memory: AdmissionMemory = {
    keys: keys.memory,
    subscriptions: owner.memory,
    rates: createRateMemory(1024),
    time: createTimeMemory(),
  };
  const worker = (number: number) => {
    const admission = new Admission(memory, number, hmacKey);
    admission.update(snapshot, memory);
    return admission;
  };
  const first = worker(0);
  const facts = (wallMs: number): CallFacts => ({
    credential: { kind: 'key', text },
    method: 'GET',
    product: first.product('/p/a')!,
    segments: [],
    wallMs,
    monotonicMs: 1_000_000 + wallMs,
  });
  const ask = (wallMs: number, by = first) => by.admit(facts(wallMs));
  return { control, memory, keys, entry, description, first, worker, ask, facts };
}

const forwards = (decisions: { kind: string }[]) => decisions.filter((one) => one.kind === 'forward').length;

describe('rate windows', () => {
  test('D40 a burst at the edge of a window admits no second burst', () => {
    const { ask } = world({ rateLimits: [{ limit: 5, windowSeconds: 10 }] });
    assert.equal(forwards([1, 2, 3, 4, 5, 6].map(() => ask(9900))), 5);
    assert.ok(forwards([1, 2, 3, 4, 5].map(() => ask(10_100))) <= 1);
  });

  test('an idle window gives the whole burst again, and places come back evenly', () => {
    const { ask } = world({ rateLimits: [{ limit: 5, windowSeconds: 10 }] });
    assert.equal(forwards([1, 2, 3, 4, 5, 6].map(() => ask(0))), 5);
    assert.equal(forwards([ask(1999), ask(2000), ask(2001)]), 1);
    assert.equal(forwards(Array.from({ length: 9 }, () => ask(20_000))), 5);
  });

  test('of two windows the one that denies takes nothing from the other', () => {
    const { ask } = world({
      rateLimits: [
        { limit: 2, windowSeconds: 1 },
        { limit: 3, windowSeconds: 60 },
      ],
    });
    assert.equal(forwards([ask(0), ask(0), ask(0), ask(0), ask(0)]), 2);
    assert.equal(forwards([ask(1000), ask(1000)]), 1, 'the long window had one left');
  });

  test('a wall clock that jumps changes no rate window', () => {
    const { first, facts } = world({ rateLimits: [{ limit: 1, windowSeconds: 10 }] });
    assert.equal(first.admit(facts(1000)).kind, 'forward');
    for (const wallMs of [3_601_000, -7_199_000]) {
      assert.equal(first.admit({ ...facts(1001), wallMs }).kind, 'refuse');
    }
  });
});

describe('quotas', () => {
  const quota = { micros: 3_000_000, period: 'day' } as const;

  test('the period of the moment of admission counts, and the next one starts with all of it', () => {
    const { ask } = world({ quota });
    assert.equal(forwards([1, 2, 3, 4].map(() => ask(dayMs - 1))), 3);
    const next = ask(dayMs) as Forward;
    assert.equal(next.kind, 'forward');
    assert.equal(next.quotaPeriodStartMs, dayMs);
  });

  test('a clock that goes back over a boundary gives no second quota', () => {
    const { ask } = world({ quota });
    assert.equal(forwards([1, 2, 3].map(() => ask(dayMs))), 3);
    assert.equal(ask(dayMs - 10).kind, 'refuse');
  });

  test('decimal weights add up exactly: ten tenths are one', () => {
    const { ask } = world({ quota: { micros: 1_000_000, period: 'day' } }, 100_000);
    assert.equal(forwards(Array.from({ length: 12 }, () => ask(5))), 10);
  });

  test('a product may answer 403, and says when the quota comes back', () => {
    const { ask } = world({ quota: { micros: 0, period: 'day' } });
    const refused = ask(dayMs - 2500);
    assert.ok(refused.kind === 'refuse');
    assert.equal(refused.status, 403);
    assert.equal(refused.headers[refused.headers.indexOf('Retry-After') + 1], '3');
  });

  test('overage is the part beyond the quota, up to the cap', () => {
    const { ask } = world({ quota, overage: { mode: 'charge', maxMicros: 2_000_000 } }, 2_000_000);
    const answers = [ask(1), ask(1), ask(1)] as Forward[];
    assert.deepEqual(
      answers.map((one) => one.overageUnits),
      ['0', '1', undefined],
    );
  });

  test('a refund gives units and rate back, once the period is still the same', () => {
    const { ask, first } = world({ quota, rateLimits: [{ limit: 3, windowSeconds: 60 }] });
    const taken = [ask(0), ask(0), ask(0)] as Forward[];
    assert.equal(ask(0).kind, 'refuse');
    first.refund(taken[0]!);
    assert.equal(ask(0).kind, 'forward');
    assert.equal(ask(0).kind, 'refuse');
  });

  test('a longer period that contains the present one keeps what was used', () => {
    const { ask, control, description } = world({ quota });
    assert.equal(forwards([ask((5 * dayMs) / 10), ask((5 * dayMs) / 10)]), 2);
    control.describe(0, {
      ...description,
      calendar: { startMs: -dayMs, endMs: 3 * dayMs, nextEndMs: 9 * dayMs },
    });
    assert.equal(forwards([ask(dayMs / 2), ask(dayMs / 2)]), 1);
  });
});

describe('concurrency and crashes', () => {
  test('calls of all workers count together, and end with their worker', () => {
    const { ask, worker, control } = world({ concurrency: 2 });
    const second = worker(1);
    assert.equal(ask(0).kind, 'forward');
    assert.equal(ask(0, second).kind, 'forward');
    assert.equal(ask(0).kind, 'refuse');
    control.releaseWorker(1);
    assert.equal(ask(0).kind, 'forward');
    assert.equal(ask(0).kind, 'refuse');
  });

  test('the lock of a crashed worker is freed', () => {
    const { ask, control, memory } = world({ concurrency: 2 });
    new SubscriptionTable(memory.subscriptions, 1).lock(0);
    assert.equal(control.tryLock(0), false);
    control.releaseWorker(1);
    assert.equal(ask(0).kind, 'forward');
  });
});

describe('keys', () => {
  test('a change of a key is seen in place, and its expiry in time', () => {
    const { ask, keys, entry } = world({});
    keys.put({ ...entry, expiresAtMs: 5000 });
    assert.equal(ask(4999).kind, 'forward');
    assert.match((ask(5000) as { problem: { type: string } }).problem.type, /key-expired/);
    keys.put({ ...entry, revoked: true });
    assert.match((ask(0) as { problem: { type: string } }).problem.type, /key-revoked/);
  });

  test('D34 a wrong checksum makes no look-up', () => {
    const { first } = world({});
    const text = createKeyText('live');
    const wrong = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
    const facts = { method: 'GET', product: first.product('/p/a')!, segments: [], wallMs: 0, monotonicMs: 0 };
    for (let i = 0; i < 1000; i += 1) first.admit({ ...facts, credential: { kind: 'key', text: wrong } });
    assert.equal(first.keyLookups, 0);
    first.admit({ ...facts, credential: { kind: 'key', text } });
    assert.equal(first.keyLookups, 1);
  });

  test('the end of a subscription that was canceled for then is kept to the millisecond', () => {
    const { ask, control, description } = world({});
    control.describe(0, { ...description, endsAtMs: 7000 });
    assert.equal(ask(6999).kind, 'forward');
    assert.equal(ask(7000).kind, 'refuse');
  });
});
