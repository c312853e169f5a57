import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Admission, type Forward } from './admit.ts';
import { quotaKindOf } from './quotas.ts';
import { DAY, dayMs, forwards, hmacKey, plan, snapshotOf, world } from './test-world.ts';

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
