import { sql } from 'kysely';
import { type Db, jsonb, newId } from '#kernel';
import { type Alert, type AlertKind, type AlertSettings, type Reached, USUAL } from './alert.ts';

interface SettingsRow {
  organization_id: string;
  quota_percents: number[];
  spend: { amount_minor: string; currency: string }[];
}

function toSettings(row: SettingsRow): AlertSettings {
  return {
    quotaPercents: row.quota_percents,
    spend: row.spend.map(({ amount_minor, currency }) => ({ amountMinor: BigInt(amount_minor), currency })),
  };
}

export async function alertSettings(db: Db, organizationId: string): Promise<AlertSettings> {
  const { rows } = await sql<SettingsRow>`
    select * from billing_alert_settings where organization_id = ${organizationId}`.execute(db);
  return rows[0] ? toSettings(rows[0]) : USUAL;
}

/** Those that have said something themselves. */
export async function ownSettings(db: Db): Promise<Map<string, AlertSettings>> {
  const { rows } = await sql<SettingsRow>`select * from billing_alert_settings`.execute(db);
  return new Map(rows.map((row) => [row.organization_id, toSettings(row)]));
}

export async function saveAlertSettings(
  tx: Db,
  organizationId: string,
  settings: AlertSettings,
  at: Temporal.Instant,
): Promise<void> {
  const spend = settings.spend.map(({ amountMinor, currency }) => {
    return { amount_minor: amountMinor.toString(), currency };
  });
  await sql`
    insert into billing_alert_settings (organization_id, quota_percents, spend, updated_at)
    values (${organizationId}, ${[...settings.quotaPercents]}::integer[], ${jsonb(spend)}, ${at})
    on conflict (organization_id) do update set
      quota_percents = excluded.quota_percents, spend = excluded.spend, updated_at = excluded.updated_at`.execute(
    tx,
  );
}

export async function deleteAlertSettings(tx: Db, organizationId: string): Promise<void> {
  await sql`delete from billing_alert_settings where organization_id = ${organizationId}`.execute(tx);
}

interface AlertRow {
  id: string;
  organization_id: string;
  subscription_id: string;
  kind: AlertKind;
  subject: string;
  threshold: bigint;
  period_start_at: Temporal.Instant;
  value: string;
  quota_units: string | null;
  at: Temporal.Instant;
}

function toAlert(row: AlertRow): Alert {
  return {
    id: row.id,
    organizationId: row.organization_id,
    subscriptionId: row.subscription_id,
    kind: row.kind,
    subject: row.subject,
    threshold: row.threshold,
    periodStartAt: row.period_start_at,
    value: String(row.value),
    of: row.quota_units === null ? null : String(row.quota_units),
    at: row.at,
  };
}

/** Answers those that were not told before. */
export async function insertAlerts(
  tx: Db,
  reached: readonly Reached[],
  at: Temporal.Instant,
): Promise<Alert[]> {
  if (reached.length === 0) return [];
  const rows = reached.map((one) => ({
    id: newId('bal'),
    organization_id: one.organizationId,
    subscription_id: one.subscriptionId,
    kind: one.kind,
    subject: one.subject,
    threshold: one.threshold.toString(),
    period_start_at: one.periodStartAt.toString(),
    value: one.value,
    quota_units: one.of,
  }));
  const { rows: written } = await sql<AlertRow>`
    insert into billing_alerts (id, organization_id, subscription_id, kind, subject, threshold, period_start_at, value, quota_units, at)
    select id, organization_id, subscription_id, kind, subject, threshold, period_start_at, value, quota_units, ${at.toString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told(id text, organization_id text, subscription_id text,
      kind text, subject text, threshold bigint, period_start_at timestamptz, value numeric, quota_units numeric)
    on conflict do nothing returning *`.execute(tx);
  return written.map(toAlert);
}

export async function findAlert(db: Db, id: string): Promise<Alert | null> {
  const { rows } = await sql<AlertRow>`select * from billing_alerts where id = ${id}`.execute(db);
  return rows[0] ? toAlert(rows[0]) : null;
}

/** The latest first. */
export async function listAlerts(
  db: Db,
  organizationId: string,
  page: { readonly limit: number; readonly beforeId: string | null },
): Promise<Alert[]> {
  const { rows } = await sql<AlertRow>`
    select * from billing_alerts
    where organization_id = ${organizationId} and (${page.beforeId}::text is null or id < ${page.beforeId})
    order by id desc limit ${page.limit}`.execute(db);
  return rows.map(toAlert);
}
