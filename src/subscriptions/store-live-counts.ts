import { sql } from 'kysely';
import type { Db } from '#kernel';

export interface LiveCounts {
  /** Live subscriptions that the organization holds. */
  readonly bought: number;
  /** Live subscriptions of others to its products. */
  readonly sold: number;
}

/** How many subscriptions are not over, by organization. Those without any are missing. */
export async function countLiveSubscriptions(
  db: Db,
  organizationIds: readonly string[],
): Promise<Map<string, LiveCounts>> {
  if (organizationIds.length === 0) return new Map();
  const ids = [...new Set(organizationIds)];
  const { rows } = await sql<{ id: string; bought: bigint; sold: bigint }>`
    select o.id,
      count(*) filter (where s.organization_id = o.id) as bought,
      count(*) filter (where s.provider_organization_id = o.id) as sold
    from unnest(${ids}::text[]) as o(id)
    join subscriptions_subscriptions s
      on (s.organization_id = o.id or s.provider_organization_id = o.id) and s.state <> 'canceled'
    group by o.id`.execute(db);
  return new Map(rows.map(({ id, bought, sold }) => [id, { bought: Number(bought), sold: Number(sold) }]));
}

/** What an organization has bought and sold that is not over. */
export async function liveSubscriptionIds(db: Db, organizationId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from subscriptions_subscriptions
    where state <> 'canceled'
      and (organization_id = ${organizationId} or provider_organization_id = ${organizationId})
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}
