import { kernelProblems, Problem, sqlState } from '#kernel';
import { invoiceProblems } from './problems.ts';

/** What kept a subscription from being billed. */
export interface Obstacle {
  /** The same for all that meet the same one, whatever their reasons say: `tax-rate-missing`, `database-22012`. */
  readonly code: string;
  /** It may be gone later though nobody looked at this subscription. */
  readonly passes: boolean;
}

/** Waits for somebody else, or for what the provider enters once for all of its consumers. */
const PASSING = new Set([
  kernelProblems.unavailable,
  kernelProblems.rateLimited,
  invoiceProblems.sellerUnknown,
  invoiceProblems.taxRateMissing,
]);

/** Another writer was quicker: a key that is taken, a row that was to be there. */
const PASSING_STATES = new Set(['23503', '23505', '23P01']);

export function obstacleOf(error: unknown): Obstacle {
  if (error instanceof Problem) {
    return { code: error.kind.type.split('/').at(-1)!, passes: PASSING.has(error.kind) };
  }
  const state = sqlState(error);
  return state === undefined
    ? { code: 'other', passes: false }
    : { code: `database-${state}`, passes: PASSING_STATES.has(state) };
}
