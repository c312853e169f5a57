import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type PlanTerms, type PlanVersionOfPlan, planTermsSchema } from '#catalog';
import { Problem } from '#kernel';
import type { PlannedChange, SubscriptionChange } from './change.ts';
import { defaultTiming, planChange } from './plan-change.ts';
import type { Segment } from './segment.ts';
import { firstPeriod, type Subscription, UNCHANGED } from './subscription.ts';

const at = (text: string) => Temporal.Instant.from(text);

function version(name: string, tier: number, more: Record<string, unknown> = {}): PlanVersionOfPlan {
  const terms: PlanTerms = planTermsSchema.parse({
    ...{ currency: 'EUR', interval: { unit: 'month' }, price: '30.00' },
    ...more,
  });
  const made = {
    createdAt: at('2026-01-01T00:00:00Z'),
    updatedAt: at('2026-01-01T00:00:00Z'),
    publishedAt: null,
  };
  return {
    ...{ id: `plv_${name}`, planId: `pln_${name}`, number: 1, state: 'published', terms, ...made },
    ...{ productId: 'prd_1', planSlug: name, planName: name, tier },
  };
}

const small = version('small', 1);
const large = version('large', 2, { price: '90.00' });
const yearly = version('yearly', 2, { interval: { unit: 'year' }, price: '900.00' });
const tried = version('tried', 3, { trial_days: 14 });
const dollars = version('dollars', 2, { currency: 'USD' });
const versions = [small, large, yearly, tried, dollars];
const versionOf = (id: string) => versions.find((one) => one.id === id)!;

function subscribed(to: PlanVersionOfPlan, start: string, more: Partial<Subscription> = {}): Subscription {
  const { timeZone = 'Europe/Berlin' } = more;
  return {
    ...{ id: 'sub_1', organizationId: 'org_c', providerOrganizationId: 'org_p', productId: 'prd_1' },
    ...{ planId: to.planId, planVersionId: to.id, currency: 'EUR', timeZone, ...UNCHANGED },
    ...firstPeriod(to.terms, at(start), timeZone),
    ...{ cancelAtPeriodEnd: false, cancelReason: null, canceledAt: null, revision: 1 },
    ...{ createdAt: at(start), updatedAt: at(start), ...more },
  };
}

const to = (
  target: PlanVersionOfPlan,
  when: 'now' | 'period_end' = 'now',
  quantity = 1,
): SubscriptionChange => ({ kind: 'terms', version: target, quantity, overrides: null, when });
const plan = (of: Subscription, change: SubscriptionChange, when: string): PlannedChange =>
  planChange(of, versionOf, change, at(when));
const stretch = ({ startAt, endAt, kind, planVersionId }: Segment) =>
  `${kind} ${planVersionId} ${startAt} ${endAt}`;
const period = (of: Subscription) => `${of.currentPeriodStartAt} ${of.currentPeriodEndAt}`;
const refuses = (of: Subscription, change: SubscriptionChange, when: string, says: RegExp) =>
  assert.throws(
    () => plan(of, change, when),
    (error: unknown) => error instanceof Problem && says.test(error.message),
  );

// Local midnight of 31 January, winter time.
const START = '2026-01-30T23:00:00Z';

describe('a change of plan now', () => {
  test('ends the present segment and leaves the period as it is', () => {
    const planned = plan(subscribed(small, START), to(large), '2026-02-10T12:00:00Z');
    assert.deepEqual(planned.ended.map(stretch), [
      'paid plv_small 2026-01-30T23:00:00Z 2026-02-10T12:00:00Z',
    ]);
    // January's 31st is February's last day.
    assert.equal(period(planned.after), '2026-01-30T23:00:00Z 2026-02-27T23:00:00Z');
    assert.equal(planned.ended[0]!.dueAt.toString(), '2026-02-27T23:00:00Z');
    assert.equal(planned.after.segmentStartAt.toString(), '2026-02-10T12:00:00Z');
    assert.equal(planned.after.planVersionId, 'plv_large');
    assert.equal(planned.restartsCycle, false);
    assert.equal(planned.after.revision, 2);
  });

  test('twice in one instant leaves one segment', () => {
    const first = plan(subscribed(small, START), to(large), '2026-02-10T12:00:00Z').after;
    const second = plan(first, to(small), '2026-02-10T12:00:00Z');
    assert.deepEqual(second.ended, []);
    assert.equal(second.after.segmentStartAt.toString(), '2026-02-10T12:00:00Z');
  });

  test('to another interval begins another cycle, and what was the period ends', () => {
    const planned = plan(subscribed(small, START), to(yearly), '2026-02-10T12:00:00Z');
    assert.equal(period(planned.after), '2026-02-10T12:00:00Z 2027-02-10T12:00:00Z');
    assert.equal(planned.after.periodsElapsed, 1);
    const [ended] = planned.ended;
    assert.equal(ended!.period.endAt.toString(), '2026-02-10T12:00:00Z');
    assert.equal(ended!.dueAt.toString(), '2026-02-10T12:00:00Z');
    // The rest is measured by the whole month, whose end did not come.
    assert.equal(ended!.whole.endAt.toString(), '2026-02-27T23:00:00Z');
    assert.ok(planned.restartsCycle);
  });

  test('keeps where quotas are counted from: what was used stays used', () => {
    const planned = plan(subscribed(small, START), to(yearly), '2026-02-10T12:00:00Z');
    assert.equal(planned.after.quotaAnchorAt.toString(), START);
    assert.notEqual(planned.after.anchorAt.toString(), START);
  });

  test('a yearly cycle that begins on a leap day comes back to it', () => {
    const planned = plan(subscribed(small, '2028-02-01T00:00:00Z'), to(yearly), '2028-02-29T08:00:00Z');
    assert.equal(planned.after.currentPeriodEndAt.toString(), '2029-02-28T08:00:00Z');
  });

  test('across the change to summer time the anchor keeps its local time', () => {
    const planned = plan(subscribed(yearly, START), to(small), '2026-03-10T11:00:00Z');
    assert.equal(period(planned.after), '2026-03-10T11:00:00Z 2026-04-10T10:00:00Z');
  });

  test('of nothing, and to a plan without prices in its currency, is refused', () => {
    refuses(subscribed(small, START), to(small), '2026-02-10T12:00:00Z', /already/);
    refuses(subscribed(small, START), to(dollars), '2026-02-10T12:00:00Z', /no prices in EUR/);
  });
});

describe('a change after a period that is not closed yet', () => {
  test('leaves the period that is over to its close', () => {
    const planned = plan(subscribed(small, START), to(large), '2026-02-28T09:00:00Z');
    assert.deepEqual(planned.ended.map(stretch), [
      'paid plv_small 2026-01-30T23:00:00Z 2026-02-27T23:00:00Z',
      'paid plv_small 2026-02-27T23:00:00Z 2026-02-28T09:00:00Z',
    ]);
    assert.equal(period(planned.after), '2026-02-27T23:00:00Z 2026-03-30T22:00:00Z');
  });

  test('is refused when the subscription ended with it', () => {
    const ending = subscribed(small, START, { cancelAtPeriodEnd: true });
    refuses(ending, to(large), '2026-02-28T09:00:00Z', /ended at 2026-02-27T23:00:00Z/);
  });
});

describe('a change at the end of the period', () => {
  test('waits, and can be taken back', () => {
    const { after, ended, effectiveAt } = plan(
      subscribed(large, START),
      to(small, 'period_end'),
      '2026-02-10T12:00:00Z',
    );
    assert.deepEqual(ended, []);
    assert.equal(after.planVersionId, 'plv_large');
    assert.equal(after.scheduled?.planVersionId, 'plv_small');
    assert.equal(effectiveAt?.toString(), '2026-02-27T23:00:00Z');
    const kept = plan(after, { kind: 'keep' }, '2026-02-11T12:00:00Z').after;
    assert.equal(kept.scheduled, null);
    refuses(kept, { kind: 'keep' }, '2026-02-12T12:00:00Z', /Nothing is scheduled/);
  });

  test('is not for a subscription that ends with the period', () => {
    const ending = subscribed(large, START, { cancelAtPeriodEnd: true });
    refuses(ending, to(small, 'period_end'), '2026-02-10T12:00:00Z', /cancellation back/);
  });
});

describe('what comes by itself', () => {
  const active = { state: 'active', quantity: 3 } as const;
  test('more now, less at the end of the period', () => {
    assert.equal(defaultTiming(active, small, large, 3), 'now');
    assert.equal(defaultTiming(active, large, small, 9), 'period_end');
    assert.equal(defaultTiming(active, large, yearly, 3), 'now');
    assert.equal(defaultTiming(active, yearly, large, 3), 'period_end');
    assert.equal(defaultTiming(active, small, small, 4), 'now');
    assert.equal(defaultTiming(active, small, small, 2), 'period_end');
    assert.equal(defaultTiming({ state: 'trialing', quantity: 3 }, large, small, 3), 'now');
  });
});

describe('a pause', () => {
  const pause: SubscriptionChange = { kind: 'pause', resumesAt: null, creditUnused: true };

  test('ends the period, and resuming begins another cycle', () => {
    const paused = plan(subscribed(small, START), pause, '2026-02-10T12:00:00Z');
    assert.equal(paused.after.state, 'paused');
    assert.equal(paused.ended[0]!.chargedUntilAt.toString(), '2026-02-10T12:00:00Z');
    const resumed = plan(paused.after, { kind: 'resume' }, '2026-05-31T06:00:00Z');
    assert.deepEqual(resumed.ended.map(stretch), [
      'paused plv_small 2026-02-10T12:00:00Z 2026-05-31T06:00:00Z',
    ]);
    assert.equal(resumed.after.state, 'active');
    assert.equal(period(resumed.after), '2026-05-31T06:00:00Z 2026-06-30T06:00:00Z');
    assert.equal(resumed.after.periodsElapsed, 1);
    assert.equal(resumed.after.pausedAt, null);
  });

  test('keeps a downgrade that was waiting for the end of the period', () => {
    const waiting = plan(subscribed(large, START), to(small, 'period_end'), '2026-02-01T00:00:00Z').after;
    const paused = plan(waiting, pause, '2026-02-10T12:00:00Z').after;
    const resumed = plan(paused, { kind: 'resume' }, '2026-03-10T12:00:00Z').after;
    assert.equal(resumed.planVersionId, 'plv_small');
    assert.equal(resumed.scheduled, null);
  });

  test('without a credit, what was paid counts to the end of the period', () => {
    const kept = plan(subscribed(small, START), { ...pause, creditUnused: false }, '2026-02-10T12:00:00Z');
    assert.equal(kept.ended[0]!.chargedUntilAt.toString(), '2026-02-27T23:00:00Z');
    assert.equal(kept.ended[0]!.endAt.toString(), '2026-02-10T12:00:00Z');
  });

  test('is not for trials, and ends after it began', () => {
    refuses(subscribed(tried, START), pause, '2026-02-01T00:00:00Z', /trialing/);
    const past = { ...pause, resumesAt: at('2026-02-01T00:00:00Z') };
    refuses(subscribed(small, START), past, '2026-02-10T12:00:00Z', /ends after it began/);
  });
});

describe('an end', () => {
  const end = (when: 'now' | 'period_end'): SubscriptionChange => {
    return { kind: 'cancel', when, reason: 'moving on', creditUnused: false };
  };

  test('now ends the period; of a pause it is always now', () => {
    const planned = plan(subscribed(small, START), end('now'), '2026-02-10T12:00:00Z');
    assert.equal(planned.after.state, 'canceled');
    assert.equal(planned.after.canceledAt?.toString(), '2026-02-10T12:00:00Z');
    assert.equal(planned.ended.length, 1);
    const paused = plan(
      subscribed(small, START),
      { kind: 'pause', resumesAt: null, creditUnused: true },
      '2026-02-10T12:00:00Z',
    ).after;
    assert.equal(plan(paused, end('period_end'), '2026-02-12T12:00:00Z').after.state, 'canceled');
  });

  test('in the instant of the beginning leaves a moment, so that what was paid can be settled', () => {
    const planned = plan(subscribed(small, START), end('now'), START);
    assert.deepEqual(planned.ended.map(stretch), [
      'paid plv_small 2026-01-30T23:00:00Z 2026-01-30T23:00:00.001Z',
    ]);
  });

  test('can be followed by a new beginning within 30 days, without another trial', () => {
    const ended = plan(subscribed(tried, START), end('now'), '2026-02-03T00:00:00Z').after;
    const again: SubscriptionChange = { kind: 'reactivate', version: tried };
    const { after } = plan(ended, again, '2026-03-01T00:00:00Z');
    assert.equal(after.id, ended.id);
    assert.equal(after.state, 'active');
    assert.equal(after.periodsElapsed, 0);
    assert.equal(period(after), '2026-03-01T00:00:00Z 2026-03-31T23:00:00Z');
    refuses(ended, again, '2026-03-06T00:00:00Z', /30 days/);
  });
});

describe('a trial', () => {
  test('ends at once with a change to a plan that gives none', () => {
    const planned = plan(subscribed(tried, START), to(large), '2026-02-03T00:00:00Z');
    assert.equal(planned.after.state, 'active');
    assert.equal(planned.ended[0]!.kind, 'trial');
    assert.equal(planned.after.anchorAt.toString(), '2026-02-03T00:00:00Z');
    assert.equal(planned.after.periodsElapsed, 0);
  });

  test('goes on under a plan that gives one, and becomes no longer by it', () => {
    const week = version('week', 4, { trial_days: 7 });
    const planned = plan(subscribed(tried, START), to(week), '2026-02-03T00:00:00Z');
    assert.equal(planned.after.state, 'trialing');
    assert.equal(planned.after.currentPeriodEndAt.toString(), '2026-02-06T23:00:00Z');
    const long = version('long', 4, { trial_days: 90 });
    const same = plan(subscribed(tried, START), to(long), '2026-02-03T00:00:00Z').after;
    assert.equal(same.currentPeriodEndAt.toString(), '2026-02-13T23:00:00Z');
  });

  test('is extended to later only', () => {
    const extend = (endsAt: string): SubscriptionChange => ({ kind: 'extend_trial', endsAt: at(endsAt) });
    const { after } = plan(subscribed(tried, START), extend('2026-03-01T00:00:00Z'), '2026-02-03T00:00:00Z');
    assert.equal(after.currentPeriodEndAt.toString(), '2026-03-01T00:00:00Z');
    refuses(
      subscribed(tried, START),
      extend('2026-02-05T00:00:00Z'),
      '2026-02-03T00:00:00Z',
      /can end after/,
    );
    refuses(
      subscribed(small, START),
      extend('2026-03-05T00:00:00Z'),
      '2026-02-03T00:00:00Z',
      /not in a trial/,
    );
  });
});
