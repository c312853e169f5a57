// Asynchronous reports that wait for attribution.
import { sql } from 'kysely';
import type { Db } from '#kernel';
import type { Reporter } from './attribution.ts';
import type { UsageReport } from './usage-report.ts';

export interface QueuedReports {
  readonly id: bigint;
  readonly reporter: Reporter;
  readonly reports: readonly UsageReport[];
  readonly receivedAt: Temporal.Instant;
}

export async function queueReports(
  db: Db,
  reporter: Reporter,
  reports: readonly UsageReport[],
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into metering_queued_reports (organization_id, operator, reports, received_at)
    values (${reporter.organizationId}, ${reporter.operator}, ${JSON.stringify(reports)}::jsonb, ${at})`.execute(
    db,
  );
}

/** Locks what it returns until the transaction ends; others pass over it. */
export async function takeQueued(tx: Db, limit: number): Promise<QueuedReports[]> {
  const { rows } = await sql<{
    id: bigint;
    organization_id: string;
    operator: boolean;
    reports: UsageReport[];
    received_at: Temporal.Instant;
  }>`select * from metering_queued_reports order by id limit ${limit} for update skip locked`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    reporter: { organizationId: row.organization_id, operator: row.operator },
    reports: row.reports,
    receivedAt: row.received_at,
  }));
}

export async function removeQueued(tx: Db, ids: readonly bigint[]): Promise<void> {
  await sql`delete from metering_queued_reports where id = any(${[...ids]}::bigint[])`.execute(tx);
}

export async function oldestQueuedAt(db: Db): Promise<Temporal.Instant | null> {
  const { rows } = await sql<{ oldest: Temporal.Instant | null }>`
    select min(received_at) as oldest from metering_queued_reports`.execute(db);
  return rows[0]?.oldest ?? null;
}
