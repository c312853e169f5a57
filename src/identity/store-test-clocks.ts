import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { TestClock } from './test-clock.ts';

interface TestClockRow {
  organization_id: string;
  name: string;
  provider_id: string;
  now_at: Temporal.Instant;
  target_at: Temporal.Instant | null;
  problem: string | null;
  created_at: Temporal.Instant;
}

const toTestClock = (row: TestClockRow): TestClock => ({
  organizationId: row.organization_id,
  name: row.name,
  providerId: row.provider_id,
  nowAt: row.now_at,
  targetAt: row.target_at,
  problem: row.problem,
  createdAt: row.created_at,
});

const columns = sql`c.*, o.name from identity_test_clocks c join identity_organizations o on o.id = c.organization_id`;

export async function insertTestClock(
  tx: Db,
  clock: Pick<TestClock, 'organizationId' | 'providerId' | 'nowAt' | 'createdAt'>,
): Promise<void> {
  await sql`
    insert into identity_test_clocks (organization_id, provider_id, now_at, created_at)
    values (${clock.organizationId}, ${clock.providerId}, ${clock.nowAt}, ${clock.createdAt})`.execute(tx);
}

export async function findTestClock(db: Db, organizationId: string): Promise<TestClock | null> {
  const { rows } = await sql<TestClockRow>`
    select ${columns} where c.organization_id = ${organizationId}`.execute(db);
  return rows[0] ? toTestClock(rows[0]) : null;
}

/** Holds it until the transaction ends: of two advances at once one is first. */
export async function lockTestClock(tx: Db, organizationId: string): Promise<TestClock | null> {
  const { rows } = await sql<TestClockRow>`
    select ${columns} where c.organization_id = ${organizationId} for update of c`.execute(tx);
  return rows[0] ? toTestClock(rows[0]) : null;
}

export async function testClocksOf(
  db: Db,
  providerId: string,
  page: { limit: number; afterId: string | null },
): Promise<TestClock[]> {
  const { rows } = await sql<TestClockRow>`
    select ${columns} where c.provider_id = ${providerId} and c.organization_id > ${page.afterId ?? ''}
    order by c.organization_id limit ${page.limit}`.execute(db);
  return rows.map(toTestClock);
}

export async function countTestClocks(db: Db, providerId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from identity_test_clocks where provider_id = ${providerId}`.execute(db);
  return rows[0]!.count;
}

/** All of them: an installation has as many as its providers may make. */
export async function allTestClocks(db: Db): Promise<TestClock[]> {
  const { rows } = await sql<TestClockRow>`select ${columns}`.execute(db);
  return rows.map(toTestClock);
}

export async function updateTestClock(
  tx: Db,
  {
    organizationId,
    nowAt,
    targetAt,
    problem,
  }: Pick<TestClock, 'organizationId' | 'nowAt' | 'targetAt' | 'problem'>,
): Promise<void> {
  await sql`
    update identity_test_clocks set now_at = ${nowAt}, target_at = ${targetAt}, problem = ${problem}
    where organization_id = ${organizationId}`.execute(tx);
}
