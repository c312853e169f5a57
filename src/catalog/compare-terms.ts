/** What differs between two plan versions. */
import { z } from 'zod';
import { quotaName } from '#rating';
import type { PlanTerms } from './plan-terms.ts';

export const differenceSchema = z.object({
  pointer: z.string().describe('Where in the terms; lists are named by what tells their items apart'),
  kind: z.enum(['added', 'removed', 'changed']),
  before: z.unknown(),
  after: z.unknown(),
});
export type Difference = z.output<typeof differenceSchema>;

/** The differences from `before` to `after`. Empty when they promise the same. */
export function compareTerms(before: PlanTerms, after: PlanTerms): Difference[] {
  return differencesBetween(keyed(before), keyed(after));
}

/** The differences of two JSON values; lists differ as a whole. */
export function differencesBetween(before: unknown, after: unknown): Difference[] {
  return compare('', before, after);
}

/**
 * Lists by what tells their items apart (the key of a price, the period of a quota): moving one in its list
 * changes nothing, and inserting one changes only that one.
 */
function keyed(terms: PlanTerms): Record<string, unknown> {
  return {
    ...terms,
    fees: Object.fromEntries(terms.fees.map(({ key, ...rest }) => [key, rest])),
    prices: Object.fromEntries(terms.prices.map(({ key, ...rest }) => [key, rest])),
    quotas: Object.fromEntries(
      terms.quotas.map(({ period, alignment, ...rest }) => [quotaName({ period, alignment }), rest]),
    ),
    route_rate_limits: Object.fromEntries(
      terms.route_rate_limits.map(({ method, template, rate_limits }) => [
        `${method} ${template}`,
        rate_limits,
      ]),
    ),
  };
}

function compare(pointer: string, before: unknown, after: unknown): Difference[] {
  if (!isObject(before) || !isObject(after)) {
    return equal(before, after) ? [] : [{ pointer, kind: 'changed', before, after }];
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): Difference[] => {
    const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!(name in before)) return [{ pointer: at, kind: 'added', before: null, after: after[name] }];
    if (!(name in after)) return [{ pointer: at, kind: 'removed', before: before[name], after: null }];
    return compare(at, before[name], after[name]);
  });
}

function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => compare('', item, b[index]).length === 0);
  }
  return a === b;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
