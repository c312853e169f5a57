import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Boundaries } from './boundaries.ts';
import { QuotaCalendars } from './quota-calendar.ts';

const instant = (text: string) => Temporal.Instant.from(text);
const text = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString();
const monthly = { period: 'month', alignment: 'anniversary' } as const;

describe('quota calendars', () => {
  test('D47 from the 31st of January each boundary is counted from the anchor, at its time of day', () => {
    const of = { anchorAt: instant('2026-01-31T09:30:00Z'), timeZone: 'Europe/Berlin' };
    const calendars = new QuotaCalendars();
    const starts = ['2026-02-01', '2026-03-01', '2026-03-31T08:30', '2026-05-01'].map((day) => {
      const { startMs, endMs, nextEndMs } = calendars.at(
        instant(`${day.padEnd(16, 'T12:00')}:00Z`),
        monthly,
        of,
      );
      return [startMs, endMs, nextEndMs].map(text);
    });
    // 10:30 in Berlin; its clocks change on 29 March.
    assert.deepEqual(starts, [
      ['2026-01-31T09:30:00Z', '2026-02-28T09:30:00Z', '2026-03-31T08:30:00Z'],
      ['2026-02-28T09:30:00Z', '2026-03-31T08:30:00Z', '2026-04-30T08:30:00Z'],
      ['2026-03-31T08:30:00Z', '2026-04-30T08:30:00Z', '2026-05-31T08:30:00Z'],
      ['2026-04-30T08:30:00Z', '2026-05-31T08:30:00Z', '2026-06-30T08:30:00Z'],
    ]);
  });

  test('a clock that goes back finds the latest calendar, shared or not', () => {
    const of = { anchorAt: instant('2026-01-15T00:00:00Z'), timeZone: 'UTC' };
    for (const alignment of ['calendar', 'anniversary'] as const) {
      const calendars = new QuotaCalendars();
      const late = calendars.at(instant('2026-03-20T00:00:00Z'), { period: 'month', alignment }, of);
      assert.deepEqual(
        calendars.at(instant('2026-02-02T00:00:00Z'), { period: 'month', alignment }, of),
        late,
      );
    }
  });
});

test('boundaries come in the order of their times, and none before it is due', () => {
  const boundaries = new Boundaries();
  const times = Array.from({ length: 500 }, (_, slot) => (slot * 7919) % 1009);
  for (const [slot, ms] of times.entries()) boundaries.add(ms, slot);
  boundaries.add(times[3]!, 3);
  const taken: number[] = [];
  for (let slot = boundaries.takeDue(700); slot !== null; slot = boundaries.takeDue(700)) taken.push(slot);
  const due = [...times.keys()].filter((slot) => times[slot]! <= 700);
  assert.deepEqual(
    [...taken].sort((a, b) => a - b),
    due,
  );
  assert.deepEqual(
    taken,
    taken.toSorted((a, b) => times[a]! - times[b]!),
  );
  assert.ok(boundaries.nextMs > 700);
});
