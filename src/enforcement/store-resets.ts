import { sql } from 'kysely';
import type { Db } from '#kernel';

type ResetTables = {
  enforcement_quota_resets: {
    subscription_id: string;
    quota: string;
    epoch: number;
    reset_id: string;
    provider_organization_id: string;
    at: Temporal.Instant;
    reason: string;
  };
};

const tables = (db: Db) => db.withTables<ResetTables>();

/** One decision of a provider: these quotas were given whole again. */
export interface QuotaReset {
  readonly id: string;
  readonly subscriptionId: string;
  readonly providerOrganizationId: string;
  /** Names of quotas. */
  readonly quotas: readonly string[];
  readonly at: Temporal.Instant;
  readonly reason: string;
}

/** How often each quota of a subscription was reset, by its name. */
export type QuotaResets = ReadonlyMap<string, number>;

/** Writes the next reset of each quota. Resets of a subscription stand in a line until they are committed. */
export async function insertReset(tx: Db, reset: QuotaReset): Promise<void> {
  const { id, subscriptionId, providerOrganizationId, quotas, at, reason } = reset;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`quota-reset ${subscriptionId}`}, 0))`.execute(
    tx,
  );
  await sql`
    insert into enforcement_quota_resets
      (subscription_id, quota, epoch, reset_id, provider_organization_id, at, reason)
    select ${subscriptionId}, q.name, 1 + coalesce(max(r.epoch), 0), ${id}, ${providerOrganizationId}, ${at}, ${reason}
    from unnest(${[...quotas]}::text[]) as q(name)
    left join enforcement_quota_resets r on r.subscription_id = ${subscriptionId} and r.quota = q.name
    group by q.name`.execute(tx);
}

/** The present epochs, of many subscriptions in one query; those that were never reset are missing. */
export async function epochsOf(
  db: Db,
  subscriptionIds: readonly string[],
): Promise<Map<string, QuotaResets>> {
  const { rows } = await sql<{ subscription_id: string; quota: string; epoch: number }>`
    select subscription_id, quota, max(epoch) as epoch from enforcement_quota_resets
    where subscription_id = any(${[...subscriptionIds]}::text[]) group by subscription_id, quota`.execute(db);
  const epochs = new Map<string, Map<string, number>>();
  for (const { subscription_id, quota, epoch } of rows) {
    const own = epochs.get(subscription_id) ?? new Map<string, number>();
    epochs.set(subscription_id, own.set(quota, epoch));
  }
  return epochs;
}

/** When quotas were reset, of many subscriptions in one query: from then on the whole quota held again. */
export async function quotaResetsOf(
  db: Db,
  subscriptionIds: readonly string[],
): Promise<Map<string, { quota: string; at: Temporal.Instant }[]>> {
  const rows = await tables(db)
    .selectFrom('enforcement_quota_resets')
    .select(['subscription_id', 'quota', 'at'])
    .where('subscription_id', 'in', subscriptionIds.length === 0 ? [''] : subscriptionIds)
    .execute();
  const resets = new Map<string, { quota: string; at: Temporal.Instant }[]>();
  for (const { subscription_id, quota, at } of rows) {
    const own = resets.get(subscription_id) ?? [];
    own.push({ quota, at });
    resets.set(subscription_id, own);
  }
  return resets;
}

/** How many resets of the subscription lie between. */
export async function countResets(db: Db, subscriptionId: string, since: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(distinct reset_id) as count from enforcement_quota_resets
    where subscription_id = ${subscriptionId} and at > ${since}`.execute(db);
  return Number(rows[0]!.count);
}

/** Latest first. */
export async function listResets(
  db: Db,
  subscriptionId: string,
  beforeId: string | null,
  size: number,
): Promise<QuotaReset[]> {
  const { rows } = await sql<{
    reset_id: string;
    provider_organization_id: string;
    quotas: string[];
    at: Temporal.Instant;
    reason: string;
  }>`
    select reset_id, provider_organization_id, array_agg(quota order by quota) as quotas, at, reason
    from enforcement_quota_resets
    where subscription_id = ${subscriptionId} and (${beforeId}::text is null or reset_id < ${beforeId})
    group by reset_id, provider_organization_id, at, reason
    order by reset_id desc limit ${size}`.execute(db);
  return rows.map(({ reset_id, provider_organization_id, quotas, at, reason }) => {
    return {
      id: reset_id,
      subscriptionId,
      providerOrganizationId: provider_organization_id,
      quotas,
      at,
      reason,
    };
  });
}
