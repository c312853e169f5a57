import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { Broken } from './check.ts';

export interface CheckState {
  readonly name: string;
  readonly reached: string;
  readonly thorough: boolean;
  readonly passBeganAt: Temporal.Instant | null;
  readonly passEndedAt: Temporal.Instant | null;
  /** Of the last pass that ended. */
  readonly passExamined: bigint;
  readonly examined: bigint;
  readonly trouble: string | null;
}

interface StateRow {
  check_name: string;
  reached: string;
  thorough: boolean;
  pass_began_at: Temporal.Instant | null;
  pass_ended_at: Temporal.Instant | null;
  pass_examined: bigint;
  examined: bigint;
  trouble: string | null;
}

function toState(row: StateRow): CheckState {
  return {
    name: row.check_name,
    reached: row.reached,
    thorough: row.thorough,
    passBeganAt: row.pass_began_at,
    passEndedAt: row.pass_ended_at,
    passExamined: row.pass_examined,
    examined: row.examined,
    trouble: row.trouble,
  };
}

export async function addChecks(db: Db, names: readonly string[]): Promise<void> {
  await sql`
    insert into billing_checks (check_name) select n from unnest(${[...names]}::text[]) as n
    where not exists (select from billing_checks c where c.check_name = n) order by n
    on conflict do nothing`.execute(db);
}

export async function checkStates(db: Db): Promise<CheckState[]> {
  const { rows } = await sql<StateRow>`select * from billing_checks order by check_name`.execute(db);
  return rows.map(toState);
}

/** Everything from now on reads one snapshot; must be the first statement of the transaction. */
export async function readOneSnapshot(tx: Db): Promise<void> {
  await sql`set transaction isolation level repeatable read`.execute(tx);
}

/** The check, held until the transaction ends; null while another worker is at it. */
export async function holdCheck(tx: Db, name: string): Promise<CheckState | null> {
  const { rows } = await sql<StateRow>`
    select * from billing_checks where check_name = ${name} for update skip locked`.execute(tx);
  return rows[0] ? toState(rows[0]) : null;
}

export async function saveCheck(tx: Db, state: CheckState): Promise<void> {
  await sql`
    update billing_checks set reached = ${state.reached}, thorough = ${state.thorough},
      pass_began_at = ${state.passBeganAt}, pass_ended_at = ${state.passEndedAt},
      pass_examined = ${state.passExamined}, examined = ${state.examined}, trouble = ${state.trouble}
    where check_name = ${state.name}`.execute(tx);
}

/** Everything is looked at from the beginning, as fast as time allows. */
export async function beginThoroughPass(db: Db, at: Temporal.Instant): Promise<void> {
  await sql`
    update billing_checks set reached = '', thorough = true, pass_began_at = ${at}, examined = 0`.execute(db);
}

export async function noteTrouble(db: Db, name: string, trouble: string): Promise<void> {
  await sql`update billing_checks set trouble = ${trouble.slice(0, 1000)} where check_name = ${name}`.execute(
    db,
  );
}

export interface FindingRow {
  readonly check: string;
  readonly subject: string;
  readonly detail: string;
  readonly firstSeenAt: Temporal.Instant;
  readonly lastSeenAt: Temporal.Instant;
  readonly resolvedAt: Temporal.Instant | null;
}

/**
 * Notes what is broken among the subjects that were examined, and that the others of them are in order.
 * Answers what was not known to be broken before.
 */
export async function recordFindings(
  tx: Db,
  name: string,
  examined: readonly string[],
  broken: readonly Broken[],
  at: Temporal.Instant,
): Promise<Broken[]> {
  const subjects = broken.map((one) => one.subject);
  await sql`
    update billing_findings set resolved_at = ${at}
    where check_name = ${name} and resolved_at is null and subject = any(${[...examined]}::text[])
      and subject <> all(${subjects}::text[])`.execute(tx);
  if (broken.length === 0) return [];
  const open = await openSubjects(tx, name, { subjects, limit: subjects.length });
  await sql`
    insert into billing_findings as f (check_name, subject, detail, first_seen_at, last_seen_at)
    select ${name}, subject, detail, ${at}, ${at}
    from jsonb_to_recordset(${jsonb(broken)}) as b(subject text, detail text)
    on conflict (check_name, subject) do update set detail = excluded.detail, last_seen_at = excluded.last_seen_at,
      first_seen_at = case when f.resolved_at is null then f.first_seen_at else excluded.first_seen_at end,
      resolved_at = null`.execute(tx);
  const known = new Set(open);
  return broken.filter((one) => !known.has(one.subject));
}

/** Subjects with an open finding, those that were not looked at for the longest time first. */
export async function openSubjects(
  db: Db,
  name: string,
  { subjects, limit }: { subjects: readonly string[] | null; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select subject from billing_findings where check_name = ${name} and resolved_at is null
      and (${subjects === null}::boolean or subject = any(${[...(subjects ?? [])]}::text[]))
    order by last_seen_at, subject limit ${limit}`.execute(db);
  return rows.map((row) => row.subject);
}

/** How many are open, by check. */
export async function countFindings(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ check_name: string; open: number }>`
    select check_name, count(*)::int as open from billing_findings where resolved_at is null group by 1`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.check_name, row.open]));
}

/** By check and subject. */
export async function listFindings(
  db: Db,
  filter: { check: string | null; resolved: boolean },
  page: { limit: number; after: { check: string; subject: string } | null },
): Promise<FindingRow[]> {
  const { rows } = await sql<{
    check_name: string;
    subject: string;
    detail: string;
    first_seen_at: Temporal.Instant;
    last_seen_at: Temporal.Instant;
    resolved_at: Temporal.Instant | null;
  }>`
    select * from billing_findings
    where (resolved_at is not null) = ${filter.resolved} and (${filter.check}::text is null or check_name = ${filter.check})
      and (${page.after === null}::boolean
        or (check_name, subject) > (${page.after?.check ?? ''}, ${page.after?.subject ?? ''}))
    order by check_name, subject limit ${page.limit}`.execute(db);
  return rows.map((row) => ({
    check: row.check_name,
    subject: row.subject,
    detail: row.detail,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    resolvedAt: row.resolved_at,
  }));
}
