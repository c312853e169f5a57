import {
  type Actor,
  audit,
  type Db,
  emit,
  kernelProblems,
  newId,
  notFound,
  Problem,
  SANDBOX_PREFIX,
} from '#kernel';
import { insertWithSlug } from './create-organization.ts';
import { testClockAdvanceRequested } from './events.ts';
import { identityProblems } from './problems.ts';
import { findOrganizations } from './store-accounts.ts';
import { insertMember } from './store-members.ts';
import {
  countTestClocks,
  findTestClock,
  insertTestClock,
  lockTestClock,
  updateTestClock,
} from './store-test-clocks.ts';
import type { TestClock } from './test-clock.ts';

/** How many sandbox consumers one provider may have. */
const maximumClocks = 100;
/** How far one may travel at once: a way has to end. */
const furthest = { years: 3 } as const;
/** How far ahead its time may begin: the next leap day is never further. */
const furthestBeginning = { years: 10 } as const;

export interface NewTestClock {
  readonly name: string;
  /** The person who makes it, acting for the provider; becomes the owner of the sandbox consumer. */
  readonly actor: Actor;
  /** When its time begins, where that is later than the present. */
  readonly beginsAt: Temporal.Instant | null;
  readonly at: Temporal.Instant;
}

/** Makes a sandbox consumer, whose time begins now or later and stands still. */
export async function createTestClock(
  tx: Db,
  { name, actor, beginsAt, at }: NewTestClock,
): Promise<TestClock> {
  const { userId, organizationId: providerId } = actor;
  if (userId === null || providerId === null) {
    throw new Problem(kernelProblems.forbidden, {
      detail: 'A sandbox consumer needs a person as its owner.',
    });
  }
  if (beginsAt) checkMoment('/now', beginsAt, at, furthestBeginning);
  if ((await countTestClocks(tx, providerId)) >= maximumClocks)
    throw new Problem(identityProblems.tooManyTestClocks);
  const provider = (await findOrganizations(tx, [providerId])).get(providerId)!;
  const id = newId(SANDBOX_PREFIX);
  const { billingTimeZone, defaultCurrency } = provider;
  await insertWithSlug(tx, { id, slug: '', name, billingTimeZone, defaultCurrency, createdAt: at });
  await insertMember(tx, { organizationId: id, userId, role: 'owner', at });
  await insertTestClock(tx, { organizationId: id, providerId, nowAt: beginsAt ?? at, createdAt: at });
  await audit(tx, { organizationId: providerId, at, actor, action: 'test_clock.created', object: id });
  return (await findTestClock(tx, id))!;
}

export interface Advance {
  readonly organizationId: string;
  readonly to: Temporal.Instant;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/**
 * Writes down where the clock is to go; what is due on the way happens in a job. Asking again for the same time changes
 * nothing.
 */
export async function advanceTestClock(
  tx: Db,
  { organizationId, to, actor, at }: Advance,
): Promise<TestClock> {
  const clock = await lockTestClock(tx, organizationId);
  if (!clock || clock.providerId !== actor.organizationId) throw notFound('test clock');
  if (clock.targetAt?.equals(to) || (clock.targetAt === null && clock.nowAt.equals(to))) return clock;
  if (clock.targetAt !== null) {
    const detail = `It is on its way from ${clock.nowAt} to ${clock.targetAt}.`;
    throw new Problem(identityProblems.testClockAdvancing, { detail });
  }
  checkMoment('/to', to, clock.nowAt, furthest);
  const going = { ...clock, targetAt: to, problem: null };
  await updateTestClock(tx, going);
  await emit(tx, testClockAdvanceRequested, { organization_id: organizationId }, { organizationId, at });
  const detail = { from: clock.nowAt.toString(), to: to.toString() };
  await audit(tx, {
    ...{ organizationId: clock.providerId, at, actor, action: 'test_clock.advanced' },
    object: organizationId,
    detail,
  });
  return going;
}

function checkMoment(
  pointer: string,
  moment: Temporal.Instant,
  from: Temporal.Instant,
  most: { readonly years: number },
): void {
  const refuse = (detail: string): never => {
    throw new Problem(identityProblems.testClockTarget, { detail, errors: [{ pointer, detail }] });
  };
  if (Temporal.Instant.compare(moment, from) < 0) refuse(`must not be before ${from}: time does not go back`);
  const end = from.toZonedDateTimeISO('UTC').add(most).toInstant();
  if (Temporal.Instant.compare(moment, end) > 0) {
    refuse(`must not be after ${end}: ${most.years} years at a time`);
  }
}

/** Says how far it has come. It has arrived only when all that was due there is done: see `settleTestClock`. */
export async function moveTestClock(tx: Db, organizationId: string, nowAt: Temporal.Instant): Promise<void> {
  const clock = await lockTestClock(tx, organizationId);
  if (!clock) throw notFound('test clock');
  await updateTestClock(tx, { ...clock, nowAt });
}

/** It stands still again: it is there, or a problem stopped it on the way. */
export async function settleTestClock(tx: Db, organizationId: string, problem: string | null): Promise<void> {
  const clock = await lockTestClock(tx, organizationId);
  if (!clock) throw notFound('test clock');
  await updateTestClock(tx, { ...clock, targetAt: null, problem });
}
