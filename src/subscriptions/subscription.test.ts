import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstPeriod, nextPeriod, type PeriodTerms, type Subscription, UNCHANGED } from './subscription.ts';

const billing = { alignment: 'anniversary', proration: 'second' } as const;
const monthly: PeriodTerms = { interval: { unit: 'month', count: 1 }, billing, trial_days: 0 };
const at = (text: string) => Temporal.Instant.from(text);

function subscription(clocked: ReturnType<typeof firstPeriod>, timeZone: string): Subscription {
  return {
    id: 'sub_1',
    organizationId: 'org_1',
    providerOrganizationId: 'org_2',
    productId: 'prd_1',
    planId: 'pln_1',
    planVersionId: 'plv_1',
    timeZone,
    currency: 'EUR',
    ...UNCHANGED,
    cancelAtPeriodEnd: false,
    cancelReason: null,
    canceledAt: null,
    revision: 1,
    createdAt: clocked.currentPeriodStartAt,
    updatedAt: clocked.currentPeriodStartAt,
    ...clocked,
  };
}

function ends(terms: PeriodTerms, start: string, timeZone: string, count: number): string[] {
  let now = subscription(firstPeriod(terms, at(start), timeZone), timeZone);
  return Array.from({ length: count }, () => {
    const end = now.currentPeriodEndAt.toString();
    now = { ...now, ...nextPeriod(now, terms) };
    assert.equal(now.currentPeriodStartAt.toString(), end, 'periods follow each other without a gap');
    return end;
  });
}

describe('the periods of a subscription', () => {
  test('keep the anchor of 31 January (case D47)', () => {
    assert.deepEqual(ends(monthly, '2027-01-31T10:15:00Z', 'UTC', 4), [
      '2027-02-28T10:15:00Z',
      '2027-03-31T10:15:00Z',
      '2027-04-30T10:15:00Z',
      '2027-05-31T10:15:00Z',
    ]);
  });

  test('keep the local time of day when clocks change', () => {
    assert.deepEqual(ends(monthly, '2027-02-27T23:30:00Z', 'Europe/Berlin', 2), [
      '2027-03-27T23:30:00Z',
      '2027-04-27T22:30:00Z',
    ]);
  });

  test('a trial is a period of its own, and its end is the anchor of what is paid', () => {
    const terms: PeriodTerms = { ...monthly, trial_days: 14 };
    const trial = firstPeriod(terms, at('2027-01-17T08:00:00Z'), 'UTC');
    assert.equal(trial.state, 'trialing');
    assert.equal(trial.currentPeriodEndAt.toString(), '2027-01-31T08:00:00Z');
    const paid = nextPeriod(subscription(trial, 'UTC'), terms);
    assert.equal(paid.state, 'active');
    assert.equal(paid.anchorAt.toString(), '2027-01-31T08:00:00Z');
    assert.equal(paid.periodIndex, 0);
    assert.equal(paid.currentPeriodEndAt.toString(), '2027-02-28T08:00:00Z');
  });

  test('a renewal keeps a state such as past_due', () => {
    const now = {
      ...subscription(firstPeriod(monthly, at('2027-01-01T00:00:00Z'), 'UTC'), 'UTC'),
      state: 'past_due' as const,
    };
    assert.equal(nextPeriod(now, monthly).state, 'past_due');
  });
});
