import type { UsageDb } from '#kernel';
import { compareRollups, type RollupDifference } from '#metering';
import type { Check } from './check.ts';

const mostShown = 20;

/** Screens read roll-ups, invoices read events: the two must tell the same. */
export function rollupCheck(usageDb: UsageDb): Check {
  return {
    name: 'usage.rollups',
    says: 'The hourly sums that screens show are those of the events',
    order: 'nightly',
    chunk: 10,
    atOnce: 10,
    async subjects(_db, { after, at }) {
      // On the first days of a month usage of the one before still comes in.
      const months = [at.subtract({ hours: 24 * 5 }), at].map(monthOf);
      return [...new Set(months)].filter((month) => month > after);
    },
    async examine(_db, months) {
      const broken = [];
      for (const month of months) {
        const differences = await lastingDifferences(usageDb, month);
        if (differences.length > 0) broken.push({ subject: month, detail: describe(differences) });
      }
      return broken;
    },
  };
}

function monthOf(at: Temporal.Instant): string {
  return at.toString().slice(0, 7).replace('-', '');
}

/** An insertion reaches events and roll-ups one after the other: only what is there twice is a difference. */
async function lastingDifferences(usageDb: UsageDb, month: string): Promise<RollupDifference[]> {
  const first = new Set((await compareRollups(usageDb, month)).map(nameOf));
  if (first.size === 0) return [];
  return (await compareRollups(usageDb, month)).filter((one) => first.has(nameOf(one)));
}

function nameOf(one: RollupDifference): string {
  const { subscriptionId, hour, eventType, environment, routeId, keyId, calls, units, value } = one;
  const figures = [calls, units.toFixed(), value.toFixed()];
  return [subscriptionId, hour, eventType, environment, routeId, keyId, ...figures].join(' ');
}

function describe(differences: readonly RollupDifference[]): string {
  const shown = differences.slice(0, mostShown).map(({ subscriptionId, hour, eventType, calls, units }) => {
    return `${subscriptionId} ${eventType} at ${hour}: ${calls} calls, ${units.toFixed()} units`;
  });
  return `${differences.length} hours differ, events less roll-ups: ${shown.join('; ')}`;
}
