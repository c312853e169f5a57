import { sql } from 'kysely';
import { type Db, newId } from '#kernel';
import type { Alert, AlertKind, Sighting } from './alert.ts';

interface AlertRow {
  id: string;
  kind: AlertKind;
  subject: string;
  product_id: string;
  organization_id: string | null;
  provider_organization_id: string | null;
  seen: bigint;
  threshold: bigint;
  throttled_until: Temporal.Instant | null;
  began_at: Temporal.Instant;
  last_seen_at: Temporal.Instant;
}

/**
 * Adds each to the alert of its burst where that was seen after `calmAt`, and makes alerts of the others. Answers
 * those that were made. Refused calls add up; addresses of a key are the same ones, so the most counts. Each (kind, subject, product) is given once.
 */
export async function writeSightings(
  tx: Db,
  sightings: readonly Sighting[],
  at: Temporal.Instant,
  calmAt: Temporal.Instant,
): Promise<Alert[]> {
  const rows = sightings.map((one) => ({
    id: newId('alr'),
    kind: one.kind,
    subject: one.subject,
    product_id: one.productId ?? '',
    organization_id: one.organizationId,
    provider_organization_id: one.providerOrganizationId,
    seen: one.seen,
    threshold: one.threshold,
    throttled_until: one.throttledUntil?.toString() ?? null,
    began_at: one.beganAt.toString(),
  }));
  const { rows: made } = await sql<AlertRow>`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(
        id text, kind text, subject text, product_id text, organization_id text, provider_organization_id text,
        seen bigint, threshold bigint, throttled_until timestamptz, began_at timestamptz)
    ), continued as (
      update enforcement_alerts a
      set seen = case when a.kind = 'key-in-many-places' then greatest(a.seen, told.seen) else a.seen + told.seen end,
        throttled_until = coalesce(told.throttled_until, a.throttled_until),
        last_seen_at = ${at.toString()}
      from told
      where a.kind = told.kind and a.subject = told.subject and a.product_id = told.product_id
        and a.last_seen_at > ${calmAt.toString()}
      returning a.kind, a.subject, a.product_id
    )
    insert into enforcement_alerts (id, kind, subject, product_id, organization_id, provider_organization_id, seen,
      threshold, throttled_until, began_at, last_seen_at)
    select id, kind, subject, product_id, organization_id, provider_organization_id, seen, threshold, throttled_until,
      began_at, ${at.toString()}
    from told
    where (kind, subject, product_id) not in (select kind, subject, product_id from continued)
    on conflict (kind, subject, product_id, began_at) do nothing
    returning *`.execute(tx);
  return made.map(fromRow);
}

/** The latest first. With an organization only those of its own keys and products. */
export async function listAlerts(
  db: Db,
  filter: { organizationId: string | null; beforeId: string | null; size: number },
): Promise<Alert[]> {
  const { organizationId, beforeId, size } = filter;
  const { rows } = await sql<AlertRow>`
    select * from enforcement_alerts
    where (${organizationId}::text is null or organization_id = ${organizationId}
        or provider_organization_id = ${organizationId})
      and (${beforeId}::text is null or id < ${beforeId})
    order by id desc
    limit ${size}`.execute(db);
  return rows.map(fromRow);
}

function fromRow(row: AlertRow): Alert {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    productId: row.product_id === '' ? null : row.product_id,
    organizationId: row.organization_id,
    providerOrganizationId: row.provider_organization_id,
    seen: Number(row.seen),
    threshold: Number(row.threshold),
    throttledUntil: row.throttled_until,
    beganAt: row.began_at,
    lastSeenAt: row.last_seen_at,
  };
}
