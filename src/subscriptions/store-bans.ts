import { sql } from 'kysely';
import type { Db } from '#kernel';

export interface Ban {
  readonly organizationId: string;
  readonly reason: string;
  readonly bannedAt: Temporal.Instant;
}

/** Provider and consumer of a subscription. */
export interface Parties {
  readonly providerOrganizationId: string;
  readonly organizationId: string;
}

export async function insertBan(tx: Db, { providerOrganizationId }: Parties, ban: Ban): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into subscriptions_bans (provider_organization_id, organization_id, reason, banned_at)
    values (${providerOrganizationId}, ${ban.organizationId}, ${ban.reason}, ${ban.bannedAt})
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function deleteBan(tx: Db, of: Parties): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from subscriptions_bans where provider_organization_id = ${of.providerOrganizationId}
      and organization_id = ${of.organizationId}`.execute(tx);
  return numAffectedRows === 1n;
}

/** Of one provider, by consumer; those who are served are missing. */
export async function bansOf(
  db: Db,
  providerOrganizationId: string,
  organizationIds: readonly string[],
): Promise<Map<string, Ban>> {
  const { rows } = await sql<{ organization_id: string; reason: string; banned_at: Temporal.Instant }>`
    select organization_id, reason, banned_at from subscriptions_bans
    where provider_organization_id = ${providerOrganizationId}
      and organization_id = any(${[...new Set(organizationIds)]}::text[])`.execute(db);
  return new Map(
    rows.map((row) => [
      row.organization_id,
      { organizationId: row.organization_id, reason: row.reason, bannedAt: row.banned_at },
    ]),
  );
}

/** Which of these subscriptions are of a consumer that their provider does not serve. One query for all. */
export async function bannedAmong<T extends Parties>(db: Db, all: readonly T[]): Promise<Set<T>> {
  if (all.length === 0) return new Set();
  const { rows } = await sql<{ provider_organization_id: string; organization_id: string }>`
    select b.provider_organization_id, b.organization_id from subscriptions_bans b
    join unnest(${all.map((one) => one.providerOrganizationId)}::text[], ${all.map((one) => one.organizationId)}::text[])
      as p(provider, consumer) on b.provider_organization_id = p.provider and b.organization_id = p.consumer`.execute(
    db,
  );
  const pairs = new Set(rows.map((row) => `${row.provider_organization_id} ${row.organization_id}`));
  return new Set(all.filter((one) => pairs.has(`${one.providerOrganizationId} ${one.organizationId}`)));
}

/** What a consumer has or had of a provider. */
export async function subscriptionsBetween(db: Db, of: Parties): Promise<{ id: string; live: boolean }[]> {
  const { rows } = await sql<{ id: string; live: boolean }>`
    select id, state <> 'canceled' as live from subscriptions_subscriptions
    where organization_id = ${of.organizationId} and provider_organization_id = ${of.providerOrganizationId}
    order by id`.execute(db);
  return rows;
}

/** How many subscriptions of the provider's that are not over are on each of these versions. */
export async function countByVersion(
  db: Db,
  providerOrganizationId: string,
  planVersionIds: readonly string[],
): Promise<{ planVersionId: string; subscriptions: number }[]> {
  const { rows } = await sql<{ plan_version_id: string; count: bigint }>`
    select plan_version_id, count(*) as count from subscriptions_subscriptions
    where plan_version_id = any(${[...planVersionIds]}::text[]) and state <> 'canceled'
      and provider_organization_id = ${providerOrganizationId}
    group by 1 order by 1`.execute(db);
  return rows.map((row) => ({ planVersionId: row.plan_version_id, subscriptions: Number(row.count) }));
}
