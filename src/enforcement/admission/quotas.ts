/**
 * The kinds of quota that there are: a subscription has at most one counter of each. Their numbers stand in
 * shared memory and in the journal, so the order of this list never changes; it only grows at its end.
 */
export const QUOTA_KINDS = [
  'day',
  'week',
  'month',
  'year',
  'day-anniversary',
  'week-anniversary',
  'month-anniversary',
  'year-anniversary',
  'prepaid',
] as const;
const PERIODS = ['day', 'week', 'month', 'year'] as const;
type Alignment = 'calendar' | 'anniversary';
export type QuotaName = (typeof QUOTA_KINDS)[number];

/** No period: it counts what a lease of credit was used for, from its beginning to its end, up to what it holds. */
export const PREPAID_KIND = QUOTA_KINDS.indexOf('prepaid');
/** Those that plans have quotas of. */
export const PERIOD_KINDS = QUOTA_KINDS.filter((name) => name !== 'prepaid');

export function quotaKindOf(name: string): number {
  const kind = (QUOTA_KINDS as readonly string[]).indexOf(name);
  if (kind < 0) throw new RangeError(`There is no quota named ${name}`);
  return kind;
}

export function quotaOfKind(kind: number): { period: (typeof PERIODS)[number]; alignment: Alignment } {
  return {
    period: PERIODS[kind % PERIODS.length]!,
    alignment: kind < PERIODS.length ? 'calendar' : 'anniversary',
  };
}

/** Plans without a quota count by month: should one with a quota follow, what was used stays used. */
export const UNLIMITED_KIND = quotaKindOf('month');

/** Nominal lengths: the text of a policy is constant, `t` tells the truth about this month. */
const DAYS = [1, 7, 30, 365];

export function nominalSeconds(kind: number): number {
  return DAYS[kind % DAYS.length]! * 86_400;
}

/** No period of the kind is longer, in whatever calendar. */
const LONGEST_DAYS = [2, 8, 32, 367];

export function longestMs(kind: number): number {
  if (kind === PREPAID_KIND) return Number.POSITIVE_INFINITY;
  return LONGEST_DAYS[kind % LONGEST_DAYS.length]! * 86_400_000;
}
