import { type Clock, type Db, emitAll, inTransaction, type Log } from '#kernel';
import type { Broken, Check } from './check.ts';
import { invariantBroken } from './events.ts';
import * as store from './store-findings.ts';

export interface CheckDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly checks: readonly Check[];
}

export interface CheckOptions {
  /** A pass over everything begins, whatever was looked at before. */
  readonly thorough?: boolean;
  readonly longestMs?: number;
  readonly signal?: AbortSignal;
}

/** True where time ran out before a thorough pass came to its end. */
export interface CheckResult {
  readonly more: boolean;
}

// A transaction lasts at most as long as a chunk of a run, which is a minute.
const settledAfter = { minutes: 2 };
// What sandbox consumers do happens at their own time, which may lie ahead by years.
const longAfter = { hours: 24 * 366 * 100 };
const mostLookedAtAgain = 200;

/**
 * Looks at what is new, at the next part of what goes round, and again at whatever was found broken. Any number
 * of workers may do so at once: each check is run by one of them. Work is bounded; a thorough pass goes on
 * with the next run.
 */
export async function runChecks(deps: CheckDeps, options: CheckOptions = {}): Promise<CheckResult> {
  const { db, clock, checks } = deps;
  const { longestMs = 60_000, signal } = options;
  const stopAtMs = performance.now() + longestMs;
  const isOver = () => performance.now() >= stopAtMs || signal?.aborted === true;
  await store.addChecks(
    db,
    checks.map((check) => check.name),
  );
  if (options.thorough) await store.beginThoroughPass(db, clock.now());
  let more = false;
  for (const check of checks) more = (await runCheck(deps, check, isOver)) || more;
  return { more };
}

/** True while there is something left to look at in a thorough pass. */
async function runCheck(deps: CheckDeps, check: Check, isOver: () => boolean): Promise<boolean> {
  try {
    await lookAgain(deps, check);
    let examined = 0;
    for (;;) {
      if (isOver()) return true;
      const step = await lookAtNext(deps, check);
      examined += step.examined;
      if (step.ended) return false;
      if (!step.thorough && examined >= check.atOnce) return false;
    }
  } catch (error) {
    // One check that cannot be made does not keep the others from being made; the operator is shown why.
    deps.log.error({ err: error, check: check.name }, 'a check could not be made');
    await store.noteTrouble(deps.db, check.name, String((error as Error).message ?? error));
    return false;
  }
}

async function lookAgain({ db, clock }: CheckDeps, check: Check): Promise<void> {
  await inTransaction(db, async (tx) => {
    await store.readOneSnapshot(tx);
    const state = await store.holdCheck(tx, check.name);
    if (!state || isForTheNight(check, state)) return;
    const subjects = await store.openSubjects(tx, check.name, { subjects: null, limit: mostLookedAtAgain });
    if (subjects.length > 0) await examine(tx, check, subjects, clock.now());
  });
}

interface Step {
  readonly examined: number;
  /** The pass came to its end, or somebody else is at it. */
  readonly ended: boolean;
  readonly thorough: boolean;
}

async function lookAtNext({ db, clock }: CheckDeps, check: Check): Promise<Step> {
  return inTransaction(db, async (tx) => {
    await store.readOneSnapshot(tx);
    const state = await store.holdCheck(tx, check.name);
    if (!state || isForTheNight(check, state)) return { examined: 0, ended: true, thorough: false };
    const at = clock.now();
    // A thorough pass looks at everything; what it overlooks because it is committed late, the next one sees.
    const before = state.thorough ? at.add(longAfter) : at.subtract(settledAfter);
    const page = { after: state.reached, limit: check.chunk, before, at };
    const subjects = await check.subjects(tx, page);
    if (subjects.length > 0) await examine(tx, check, subjects, at);
    const ended = subjects.length < check.chunk;
    const went = {
      ...state,
      trouble: null,
      passBeganAt: state.passBeganAt ?? at,
      examined: state.examined + BigInt(subjects.length),
      reached: subjects.at(-1) ?? state.reached,
    };
    await store.saveCheck(tx, ended ? endedPass(check, went, at) : went);
    return { examined: subjects.length, ended, thorough: state.thorough };
  });
}

function isForTheNight(check: Check, state: store.CheckState): boolean {
  return check.order === 'nightly' && !state.thorough;
}

function endedPass(check: Check, state: store.CheckState, at: Temporal.Instant): store.CheckState {
  const ended = { ...state, thorough: false, passEndedAt: at, passExamined: state.examined };
  return check.order === 'append' ? ended : { ...ended, reached: '', examined: 0n, passBeganAt: null };
}

async function examine(
  tx: Db,
  check: Check,
  subjects: readonly string[],
  at: Temporal.Instant,
): Promise<void> {
  const broken = onePerSubject(await check.examine(tx, subjects, at));
  const fresh = await store.recordFindings(tx, check.name, subjects, broken, at);
  const facts = fresh.map(({ subject, detail }) => ({
    payload: { check: check.name, subject, detail },
    about: { organizationId: null, at },
  }));
  await emitAll(tx, invariantBroken, facts);
}

/** What else is wrong with a subject joins its first detail. */
function onePerSubject(broken: readonly Broken[]): Broken[] {
  return [...Map.groupBy(broken, (one) => one.subject)].map(([subject, own]) => ({
    subject,
    detail: own
      .map((one) => one.detail)
      .join('; ')
      .slice(0, 2000),
  }));
}
