import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { createKeyText } from '#subscriptions';
import type { Forward } from './admit.ts';
import { keyHashOf } from './key-hash.ts';
import { releasePlaces } from './place-table.ts';
import { SubscriptionTable } from './subscription-table.ts';
import { DAY, dayMs, forwards, hmacKey, world } from './test-world.ts';

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

  test('for a consumer with a time of its own quotas, keys and the end follow that, and records say it', () => {
    const { ask, control, description, quotaOf, keys, entry } = world({
      quotas: [{ kind: DAY, micros: 1_000_000, overageMicros: 0 }],
    });
    const calendar = { startMs: 40 * dayMs, endMs: 41 * dayMs, nextEndMs: 42 * dayMs };
    const at = (standsAtMs: number, endsAtMs = 50 * dayMs) =>
      control.describe(0, { ...description, quotas: [quotaOf(DAY, { calendar })], standsAtMs, endsAtMs });
    at(40 * dayMs + 5);
    const call = ask(7) as Forward;
    assert.deepEqual([call.kind, call.charge.wallMs, call.admittedAtMs], ['forward', 40 * dayMs + 5, 7]);
    assert.equal(ask(3 * dayMs).kind, 'refuse', 'real days bring no new quota');
    at(41 * dayMs);
    assert.equal(ask(8).kind, 'forward', 'the next day of its own does');
    at(41 * dayMs, 41 * dayMs);
    assert.equal(ask(8).kind, 'refuse', 'the end is reached in its own time');
    at(41.5 * dayMs);
    keys.put({ ...entry, expiresAtMs: 41.5 * dayMs });
    const refused = ask(8);
    assert.match(refused.kind === 'refuse' ? refused.problem.type : '', /key-expired$/);
  });

  test('the end of a subscription that was canceled for then is kept to the millisecond', () => {
    const { ask, control, description } = world({});
    control.describe(0, { ...description, endsAtMs: 7000 });
    assert.equal(ask(6999).kind, 'forward');
    assert.equal(ask(7000).kind, 'refuse');
  });
});
