import { sql } from 'kysely';
import { type Db, inScope } from '#kernel';
import type { WalletRef } from '#wallets';
import type { AutoTopUp, TopUp } from './top-up.ts';

interface TopUpRow {
  invoice_id: string;
  organization_id: string;
  provider_id: string;
  currency: string;
  amount_minor: bigint;
  automatic: boolean;
  state: TopUp['state'];
  created_at: Temporal.Instant;
  ended_at: Temporal.Instant | null;
}

function toTopUp(row: TopUpRow): TopUp {
  return {
    invoiceId: row.invoice_id,
    organizationId: row.organization_id,
    providerId: row.provider_id,
    currency: row.currency,
    amountMinor: row.amount_minor,
    automatic: row.automatic,
    state: row.state,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}

export async function insertTopUp(tx: Db, topUp: TopUp): Promise<void> {
  await sql`
    insert into billing_top_ups (invoice_id, organization_id, provider_id, currency, amount_minor, automatic, state,
      created_at)
    values (${topUp.invoiceId}, ${topUp.organizationId}, ${topUp.providerId}, ${topUp.currency}, ${topUp.amountMinor},
      ${topUp.automatic}, ${topUp.state}, ${topUp.createdAt})`.execute(tx);
}

/** The top-up of this invoice, if it is one and was not paid before; now it is. */
export async function markTopUpPaid(tx: Db, invoiceId: string, at: Temporal.Instant): Promise<TopUp | null> {
  const { rows } = await sql<TopUpRow>`
    update billing_top_ups set state = 'paid', ended_at = ${at} where invoice_id = ${invoiceId} and state <> 'paid'
    returning *`.execute(tx);
  return rows[0] ? toTopUp(rows[0]) : null;
}

export async function markTopUpFailed(
  tx: Db,
  invoiceId: string,
  at: Temporal.Instant,
): Promise<TopUp | null> {
  const { rows } = await sql<TopUpRow>`
    update billing_top_ups set state = 'failed', ended_at = ${at} where invoice_id = ${invoiceId} and state = 'open'
    returning *`.execute(tx);
  return rows[0] ? toTopUp(rows[0]) : null;
}

/** Latest first. */
export async function listTopUps(
  db: Db,
  organizationId: string,
  page: { limit: number; beforeId: string | null },
): Promise<TopUp[]> {
  const { rows } = await sql<TopUpRow>`
    select * from billing_top_ups where organization_id = ${organizationId}
      and (${page.beforeId}::text is null or invoice_id < ${page.beforeId})
    order by invoice_id desc limit ${page.limit}`.execute(db);
  return rows.map(toTopUp);
}

export async function boughtAutomatically(
  db: Db,
  { organizationId, providerId, currency }: WalletRef,
  since: Temporal.Instant,
): Promise<{ minor: bigint; hasOpen: boolean }> {
  const { rows } = await sql<{ minor: bigint | null; has_open: boolean | null }>`
    select sum(amount_minor) filter (where state <> 'failed' and created_at >= ${since})::bigint as minor,
      bool_or(state = 'open') as has_open
    from billing_top_ups where automatic and organization_id = ${organizationId} and provider_id = ${providerId}
      and currency = ${currency} and (created_at >= ${since} or state = 'open')`.execute(db);
  return { minor: rows[0]?.minor ?? 0n, hasOpen: rows[0]?.has_open ?? false };
}

interface AutoRow {
  organization_id: string;
  provider_id: string;
  currency: string;
  threshold_minor: bigint;
  amount_minor: bigint;
  monthly_maximum_minor: bigint | null;
  cool_off_minutes: number;
  payment_method_id: string | null;
  suspended_reason: string | null;
  last_started_at: Temporal.Instant | null;
}

function toAuto(row: AutoRow): AutoTopUp {
  return {
    organizationId: row.organization_id,
    providerId: row.provider_id,
    currency: row.currency,
    thresholdMinor: row.threshold_minor,
    amountMinor: row.amount_minor,
    monthlyMaximumMinor: row.monthly_maximum_minor,
    coolOffMinutes: row.cool_off_minutes,
    paymentMethodId: row.payment_method_id,
    suspendedReason: row.suspended_reason,
    lastStartedAt: row.last_started_at,
  };
}

/** Also takes a suspension away: whoever saves it wants it. */
export async function saveAutoTopUp(tx: Db, auto: AutoTopUp, at: Temporal.Instant): Promise<void> {
  await sql`
    insert into billing_auto_top_ups (organization_id, provider_id, currency, threshold_minor, amount_minor,
      monthly_maximum_minor, cool_off_minutes, payment_method_id, updated_at)
    values (${auto.organizationId}, ${auto.providerId}, ${auto.currency}, ${auto.thresholdMinor}, ${auto.amountMinor},
      ${auto.monthlyMaximumMinor}, ${auto.coolOffMinutes}, ${auto.paymentMethodId}, ${at})
    on conflict (organization_id, provider_id, currency) do update set threshold_minor = excluded.threshold_minor,
      amount_minor = excluded.amount_minor, monthly_maximum_minor = excluded.monthly_maximum_minor,
      cool_off_minutes = excluded.cool_off_minutes, payment_method_id = excluded.payment_method_id,
      suspended_reason = null, updated_at = excluded.updated_at`.execute(tx);
}

export async function removeAutoTopUp(tx: Db, ref: WalletRef): Promise<boolean> {
  const { rows } = await sql`
    delete from billing_auto_top_ups where organization_id = ${ref.organizationId}
      and provider_id = ${ref.providerId} and currency = ${ref.currency} returning currency`.execute(tx);
  return rows.length > 0;
}

export async function autoTopUpsOf(db: Db, organizationId: string, limit: number): Promise<AutoTopUp[]> {
  const { rows } = await sql<AutoRow>`
    select * from billing_auto_top_ups where organization_id = ${organizationId}
    order by provider_id, currency limit ${limit}`.execute(db);
  return rows.map(toAuto);
}

/** Those that are on, in the order of their keys. */
export async function activeAutoTopUps(
  db: Db,
  { after, ...scope }: { after: WalletRef; organizationId: string | null },
  limit: number,
): Promise<AutoTopUp[]> {
  const { rows } = await sql<AutoRow>`
    select * from billing_auto_top_ups where suspended_reason is null and ${inScope('organization_id', scope)}
      and (organization_id, provider_id, currency) > (${after.organizationId}, ${after.providerId}, ${after.currency})
    order by organization_id, provider_id, currency limit ${limit}`.execute(db);
  return rows.map(toAuto);
}

/** Held until the transaction ends; null when somebody else holds it, or there is none. */
export async function claimAutoTopUp(tx: Db, ref: WalletRef): Promise<AutoTopUp | null> {
  const { rows } = await sql<AutoRow>`
    select * from billing_auto_top_ups where organization_id = ${ref.organizationId}
      and provider_id = ${ref.providerId} and currency = ${ref.currency} for update skip locked`.execute(tx);
  return rows[0] ? toAuto(rows[0]) : null;
}

export async function markStarted(tx: Db, ref: WalletRef, at: Temporal.Instant): Promise<void> {
  await sql`
    update billing_auto_top_ups set last_started_at = ${at} where organization_id = ${ref.organizationId}
      and provider_id = ${ref.providerId} and currency = ${ref.currency}`.execute(tx);
}

/** True when it was on. */
export async function suspendAutoTopUp(
  tx: Db,
  ref: WalletRef,
  reason: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update billing_auto_top_ups set suspended_reason = ${reason}, updated_at = ${at}
    where organization_id = ${ref.organizationId} and provider_id = ${ref.providerId} and currency = ${ref.currency}
      and suspended_reason is null returning currency`.execute(tx);
  return rows.length > 0;
}
