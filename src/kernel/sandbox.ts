/**
 * Sandbox consumers: organizations whose time a provider moves, to see a year of billing in a minute. Their ids tell them
 * apart, so that every rule can, without asking anybody: no real time passes for them, and no real money.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Clock } from './clock.ts';

/** The prefix of their ids. */
export const SANDBOX_PREFIX = 'org_test';

export function isSandbox(organizationId: string): boolean {
  return organizationId.startsWith(`${SANDBOX_PREFIX}_`);
}

/**
 * Whose time it is that has come to `at`: that of one sandbox consumer, or of everybody else (null). Whatever asks
 * "what is due?" asks it within a scope.
 */
export interface TimeScope {
  readonly at: Temporal.Instant;
  readonly organizationId: string | null;
}

/** The SQL condition that a row of the organization in `column` (a name that we write, never input) is in the scope. */
export function inScope(
  column: string,
  { organizationId }: Pick<TimeScope, 'organizationId'>,
): RawBuilder<boolean> {
  const id = sql.raw(column);
  if (organizationId !== null) return sql<boolean>`${id} = ${organizationId}`;
  return sql<boolean>`not starts_with(${id}, ${sql.lit(`${SANDBOX_PREFIX}_`)})`;
}

/** A clock in which sandbox consumers have a time of their own. It stands still until somebody moves it. */
export interface TravellingClock extends Clock {
  set(organizationId: string, at: Temporal.Instant): void;
}

export function travellingClock(base: Clock): TravellingClock {
  const travellers = new Map<string, Temporal.Instant>();
  return {
    now: (organizationId) =>
      (organizationId === undefined ? undefined : travellers.get(organizationId)) ?? base.now(),
    set: (organizationId, at) => {
      travellers.set(organizationId, at);
    },
  };
}
