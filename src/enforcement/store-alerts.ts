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

/** Writes each as it stands by now, and answers those that are new. Writing one again changes nothing. */
export async function writeSightings(
  tx: Db,
  sightings: readonly Sighting[],
  at: Temporal.Instant,
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
  const { rows: written } = await sql<AlertRow & { is_new: boolean }>`
    insert into enforcement_alerts as alert (id, kind, subject, product_id, organization_id, provider_organization_id,
      seen, threshold, throttled_until, began_at, last_seen_at)
    select id, kind, subject, product_id, organization_id, provider_organization_id, seen, threshold, throttled_until,
      began_at, ${at.toString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told(
      id text, kind text, subject text, product_id text, organization_id text, provider_organization_id text,
      seen bigint, threshold bigint, throttled_until timestamptz, began_at timestamptz)
    on conflict (kind, subject, product_id, began_at) do update set
      seen = greatest(alert.seen, excluded.seen),
      throttled_until = coalesce(excluded.throttled_until, alert.throttled_until),
      last_seen_at = greatest(alert.last_seen_at, excluded.last_seen_at)
    returning alert.*, alert.xmax = 0 as is_new`.execute(tx);
  return written.filter((row) => row.is_new).map(fromRow);
}

export async function deleteAlertsBefore(db: Db, at: Temporal.Instant): Promise<void> {
  await sql`delete from enforcement_alerts where last_seen_at < ${at.toString()}`.execute(db);
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
