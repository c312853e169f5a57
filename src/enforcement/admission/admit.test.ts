import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { createKeyText } from '#subscriptions';
import { createTimeMemory } from './admission-time.ts';
import { Admission, type AdmissionMemory, type CallFacts, type Forward, unitsText } from './admit.ts';
import { keyHashOf } from './key-hash.ts';
import { KeyTableWriter } from './key-table.ts';
import { createPlaceMemory, releasePlaces } from './place-table.ts';
import { quotaKindOf, UNLIMITED_KIND } from './quotas.ts';
import { createRateMemory } from './rate-table.ts';
import type { GatewaySnapshot, SnapshotPlan, SnapshotRoute } from './snapshot.ts';
import type { SnapshotUpstream } from './snapshot-upstream.ts';
import { type QuotaDescription, SubscriptionMemoryOwner, SubscriptionTable } from './subscription-table.ts';
import { createThrottleMemory } from './throttle-table.ts';

const hmacKey = Buffer.alloc(32, 3);
const dayMs = 86_400_000;
const DAY = quotaKindOf('day');
const plan: SnapshotPlan = {
  ordinal: 0,
  id: 'plv_1',
  slug: 'basic',
  tier: 0,
  quotas: [],
  rateLimits: [],
  routeRateLimits: new Map(),
  concurrency: null,
};

function snapshotOf(only: SnapshotPlan, weightMicros: number, more: Partial<SnapshotRoute>): GatewaySnapshot {
  const route = {
    ordinal: 0,
    id: 'rte_1',
    method: 'GET',
    template: '/',
    upstreamPath: null,
    headersMs: null,
    idleMs: null,
    requestHeaders: [],
    responseHeaders: [],
    protocol: 'http' as const,
    minimumTier: null,
    minimumPlan: null,
    weightMicros,
    weightText: unitsText(weightMicros),
    traffic: null,
    requiredScope: null,
    closedTo: null,
    rateLimits: [],
    concurrency: null,
    ...more,
  };
  const product = {
    ordinal: 0,
    id: 'prd_1',
    providerId: 'org_p',
    address: '/p/a',
    published: true,
    upstream: {} as SnapshotUpstream,
    quotaDenialStatus: 403,
    hosts: [],
    traffic: null,
    routes: [route],
  } as const;
  return { version: 1, plans: [only], products: [product] };
}

/** One product with one route, one subscription in slot 0 with one key; all its quota periods are days from time 0. */
function world(terms: Partial<SnapshotPlan>, weightMicros = 1_000_000, more: Partial<SnapshotRoute> = {}) {
  const owner = new SubscriptionMemoryOwner(2);
  owner.reserve(1, 8);
  owner.name(0, { subscriptionId: 'sub_1', consumerId: 'org_1' });
  const control = new SubscriptionTable(owner.memory, null);
  const keys = new KeyTableWriter();
  keys.makeRoom(1);
  const text = createKeyText('live');
  const hash = keyHashOf(createHmac('sha256', hmacKey).update(text).digest());
  const entry = { id: 'key_1', hash, slot: 0, test: false, revoked: false, expiresAtMs: null };
  keys.put(entry);
  const calendar = { startMs: 0, endMs: dayMs, nextEndMs: 2 * dayMs };
  const quotaOf = (kind: number, other: Partial<QuotaDescription> = {}): QuotaDescription => {
    return { kind, calendar, epoch: 0, freeCell: () => owner.takeCell(), countedMicros: () => 0, ...other };
  };
  const kinds = terms.quotas?.map(({ kind }) => kind) ?? [UNLIMITED_KIND];
  const description = {
    state: 'active',
    product: 0,
    plan: 0,
    quotas: kinds.map((kind) => quotaOf(kind)),
    endsAtMs: Number.POSITIVE_INFINITY,
  } as const;
  control.describe(0, description);
  const snapshot = snapshotOf({ ...plan, ...terms }, weightMicros, more);
  const memory: AdmissionMemory = {
    keys: keys.memory,
    subscriptions: owner.memory,
    rates: createRateMemory(1024),
    throttles: createThrottleMemory(),
    places: createPlaceMemory(64, 2),
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
    clientAddress: '192.0.2.1',
    permits: null,
    wallMs,
    monotonicMs: 1_000_000 + wallMs,
  });
  const ask = (wallMs: number, by = first) => by.admit(facts(wallMs));
  return { control, memory, keys, entry, description, quotaOf, first, worker, ask, facts };
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

  test('D45 a wall clock that jumps changes no rate window', () => {
    const { first, facts } = world({ rateLimits: [{ limit: 1, windowSeconds: 10 }] });
    assert.equal(first.admit(facts(1000)).kind, 'forward');
    for (const wallMs of [3_601_000, -7_199_000]) {
      assert.equal(first.admit({ ...facts(1001), wallMs }).kind, 'refuse');
    }
  });
});

describe('quotas', () => {
  const quotas = [{ kind: DAY, micros: 3_000_000, overageMicros: 0 }];

  test('D46 the period of the moment of admission counts, and the next one starts with all of it', () => {
    const { ask } = world({ quotas });
    assert.equal(forwards([1, 2, 3, 4].map(() => ask(dayMs - 1))), 3);
    const next = ask(dayMs) as Forward;
    assert.equal(next.kind, 'forward');
    assert.deepEqual(next.quotas, [{ kind: DAY, epoch: 0, periodStartMs: dayMs }]);
  });

  test('D45 a clock that goes back over a boundary gives no second quota', () => {
    const { ask } = world({ quotas });
    assert.equal(forwards([1, 2, 3].map(() => ask(dayMs))), 3);
    assert.equal(ask(dayMs - 10).kind, 'refuse');
  });

  test('decimal weights add up exactly: ten tenths are one', () => {
    const { ask } = world({ quotas: [{ kind: DAY, micros: 1_000_000, overageMicros: 0 }] }, 100_000);
    assert.equal(forwards(Array.from({ length: 12 }, () => ask(5))), 10);
  });

  test('a product may answer 403, and says when the quota comes back', () => {
    const { ask } = world({ quotas: [{ kind: DAY, micros: 0, overageMicros: 0 }] });
    const refused = ask(dayMs - 2500);
    assert.ok(refused.kind === 'refuse');
    assert.equal(refused.status, 403);
    assert.equal(refused.headers[refused.headers.indexOf('Retry-After') + 1], '3');
  });

  test('overage is the part beyond the quota, up to the cap', () => {
    const { ask } = world({ quotas: [{ ...quotas[0]!, overageMicros: 2_000_000 }] }, 2_000_000);
    const answers = [ask(1), ask(1), ask(1)] as Forward[];
    assert.deepEqual(
      answers.map((one) => one.overageUnits),
      ['0', '1', undefined],
    );
  });

  test('a refund gives units and rate back, once the period is still the same', () => {
    const { ask, first } = world({ quotas, rateLimits: [{ limit: 3, windowSeconds: 60 }] });
    const taken = [ask(0), ask(0), ask(0)] as Forward[];
    assert.equal(ask(0).kind, 'refuse');
    first.refund(taken[0]!);
    assert.equal(ask(0).kind, 'forward');
    assert.equal(ask(0).kind, 'refuse');
  });

  test('a longer period that contains the present one keeps what was used', () => {
    const { ask, control, description, quotaOf } = world({ quotas });
    assert.equal(forwards([ask((5 * dayMs) / 10), ask((5 * dayMs) / 10)]), 2);
    const calendar = { startMs: -dayMs, endMs: 3 * dayMs, nextEndMs: 9 * dayMs };
    control.describe(0, { ...description, quotas: [quotaOf(DAY, { calendar })] });
    assert.equal(forwards([ask(dayMs / 2), ask(dayMs / 2)]), 1);
  });
});

describe('several quotas', () => {
  const MONTH = quotaKindOf('month');
  const long = { startMs: -dayMs, endMs: 30 * dayMs, nextEndMs: 60 * dayMs };
  const quotas = [
    { kind: MONTH, micros: 5_000_000, overageMicros: 1_000_000 },
    { kind: DAY, micros: 3_000_000, overageMicros: 0 },
  ];
  const twoQuotas = (more: Parameters<typeof world>[0] = {}) => {
    const made = world({ quotas, ...more });
    const described = [made.quotaOf(MONTH, { calendar: long }), made.quotaOf(DAY)];
    // The month's cell was opened with a day's calendar; its period is the longer one.
    made.control.describe(0, { ...made.description, quotas: described });
    return { ...made, described };
  };
  const headerOf = (headers: string[], name: string) => headers[headers.indexOf(name) + 1]!;

  test('a call passes when each has room, and counts against each', () => {
    const { ask } = twoQuotas();
    const first = ask(1) as Forward;
    assert.deepEqual(first.quotas, [
      { kind: MONTH, epoch: 0, periodStartMs: -dayMs },
      { kind: DAY, epoch: 0, periodStartMs: 0 },
    ]);
    assert.equal(forwards([ask(1), ask(1), ask(1)]), 2, 'the day has three');
    assert.equal(
      forwards([ask(dayMs), ask(dayMs), ask(dayMs), ask(dayMs)]),
      3,
      'the month five, and one more',
    );
  });

  test('what one denies takes nothing from the other', () => {
    const { ask, control } = twoQuotas();
    for (let i = 0; i < 9; i += 1) ask(1);
    const cell = control.cellOf(0, MONTH);
    assert.equal(control.cells.usedMicros(cell, false, -dayMs), 3_000_000);
  });

  test('D39 every policy is named apart, and a denial names those that have no room and the longest wait', () => {
    const { ask } = twoQuotas();
    const passed = ask(0) as Forward;
    assert.equal(headerOf(passed.headers, 'RateLimit-Policy'), '"month";q=5;w=2592000, "day";q=3;w=86400');
    assert.equal(headerOf(passed.headers, 'RateLimit'), '"month";r=4;t=2592000, "day";r=2;t=86400');
    ask(0);
    ask(0);
    const byDay = ask(0);
    assert.ok(byDay.kind === 'refuse');
    assert.deepEqual(byDay.extensions, { 'violated-policies': ['day'], retry_after: 86_400 });
    for (let i = 0; i < 3; i += 1) ask(dayMs);
    const byBoth = ask(dayMs);
    assert.ok(byBoth.kind === 'refuse');
    assert.deepEqual(byBoth.extensions!['violated-policies'], ['month', 'day']);
    assert.equal(byBoth.extensions!.retry_after, (29 * dayMs) / 1000);
  });

  test('D41 overage is that of the quota that charges it', () => {
    const { ask } = twoQuotas();
    const answers = [0, 0, 0, dayMs, dayMs, dayMs].map((at) => ask(at) as Forward);
    assert.deepEqual(
      answers.map((one) => one.overageUnits),
      ['0', '0', '0', '0', '0', '1'],
    );
    assert.equal(headerOf(answers.at(-1)!.headers, 'X-Turnpike-Overage'), '1');
  });

  test('a refund gives back to each', () => {
    const { ask, first } = twoQuotas();
    const taken = [ask(0), ask(0), ask(0)] as Forward[];
    assert.equal(ask(0).kind, 'refuse');
    first.refund(taken[2]!);
    assert.equal(ask(0).kind, 'forward');
  });

  test('a reset gives one of them whole again, and what was admitted before it gives nothing back', () => {
    const { ask, first, control, description, described, quotaOf } = twoQuotas();
    const taken = [ask(0), ask(0), ask(0)] as Forward[];
    const [month] = described;
    control.describe(0, { ...description, quotas: [month!, quotaOf(DAY, { epoch: 1 })] });
    const after = ask(0) as Forward;
    assert.deepEqual(after.quotas[1], { kind: DAY, epoch: 1, periodStartMs: 0 });
    first.refund(taken[0]!);
    assert.equal(forwards([ask(0), ask(0), ask(0)]), 2, 'the day had two left, the month three');
    control.describe(0, { ...description, quotas: [month!, quotaOf(DAY, { epoch: 1 })] });
    assert.equal(ask(0).kind, 'refuse', 'the same reset again changes nothing');
  });

  test('after a change of plan used units stay used where the period is the same, and the new limit holds', () => {
    const { ask, control, description, described, memory, keys } = twoQuotas();
    assert.equal(forwards([ask(0), ask(0)]), 2);
    const other = { ...plan, ordinal: 1, quotas: [{ kind: MONTH, micros: 3_000_000, overageMicros: 0 }] };
    const next = new Admission(memory, 1, hmacKey);
    const both = snapshotOf({ ...plan, quotas }, 1_000_000, {});
    next.update({ ...both, plans: [...both.plans, other] }, { ...memory, keys: keys.memory });
    control.describe(0, { ...description, plan: 1, quotas: [described[0]!] });
    assert.equal(forwards([ask(0, next), ask(0, next)]), 1);
  });
});

describe('windows and places of routes', () => {
  test('a route may have several windows beside those of the plan', () => {
    const { ask } = world({ rateLimits: [{ limit: 9, windowSeconds: 60 }] }, 1_000_000, {
      rateLimits: [
        { limit: 2, windowSeconds: 1 },
        { limit: 3, windowSeconds: 3600 },
      ],
    });
    const policy = (ask(0) as Forward).headers[1];
    assert.equal(policy, '"60s";q=9;w=60, "route-1s";q=2;w=1, "route-3600s";q=3;w=3600');
    assert.equal(forwards([ask(0), ask(0)]), 1);
    assert.equal(forwards([ask(1000), ask(1000)]), 1);
    const refused = ask(5000);
    assert.ok(refused.kind === 'refuse');
    assert.deepEqual(refused.extensions!['violated-policies'], ['route-3600s']);
  });

  test('a plan has windows of its own for a route, or lifts them', () => {
    const ofRoute = { rateLimits: [{ limit: 1, windowSeconds: 60 }] };
    const dearer = world({ routeRateLimits: new Map([[0, [{ limit: 3, windowSeconds: 60 }]]]) }, 1, ofRoute);
    assert.equal(forwards([1, 2, 3, 4].map(() => dearer.ask(0))), 3);
    const free = world({ routeRateLimits: new Map([[0, []]]) }, 1, ofRoute);
    assert.equal(forwards([1, 2, 3, 4].map(() => free.ask(0))), 4);
  });

  test('D43 places on a route are counted over workers, given back, and freed with a crashed worker', () => {
    const { ask, first, worker, memory } = world({}, 1, { concurrency: 2 });
    const taken = [ask(0), ask(0, worker(1))] as Forward[];
    assert.equal(taken[0]!.headers[3], '"route-concurrent";r=1');
    const refused = ask(0);
    assert.ok(refused.kind === 'refuse');
    assert.deepEqual(refused.extensions!['violated-policies'], ['route-concurrent']);
    first.release(taken[0]!);
    assert.equal(forwards([ask(0), ask(0)]), 1);
    releasePlaces(memory.places, 1);
    assert.equal(forwards([ask(0), ask(0)]), 1);
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
    const { first, facts: factsAt } = world({});
    const facts = factsAt(0);
    const text = createKeyText('live');
    const wrong = text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
    for (let i = 0; i < 1000; i += 1) first.admit({ ...facts, credential: { kind: 'key', text: wrong } });
    assert.equal(first.keyLookups, 0);
    first.admit({ ...facts, credential: { kind: 'key', text } });
    assert.equal(first.keyLookups, 1);
  });

  test('D34 texts of another form are looked up only once there are imported keys', () => {
    const { first, facts, keys, entry } = world({});
    const ask = (text: string) => first.admit({ ...facts(0), credential: { kind: 'key', text } });
    const foreign = 'f00dfeed-0123-4567-89ab-cdef01234567';
    ask(foreign);
    assert.equal(first.keyLookups, 0);
    const digest = createHash('sha256').update(foreign).digest();
    const hash = keyHashOf(createHmac('sha256', hmacKey).update(digest).digest());
    keys.makeRoom(1);
    keys.put({ ...entry, id: 'key_2', hash, foreign: true });
    assert.equal(ask(foreign).kind, 'forward');
    assert.equal(first.keyLookups, 1);
    const own = createKeyText('live');
    ask(own.slice(0, -1) + (own.endsWith('0') ? '1' : '0'));
    ask('too-short');
    assert.equal(first.keyLookups, 1, 'what begins as our keys do is judged by its checksum alone');
  });

  test('the end of a subscription that was canceled for then is kept to the millisecond', () => {
    const { ask, control, description } = world({});
    control.describe(0, { ...description, endsAtMs: 7000 });
    assert.equal(ask(6999).kind, 'forward');
    assert.equal(ask(7000).kind, 'refuse');
  });
});
