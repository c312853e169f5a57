import { sql } from 'kysely';
import type { Db } from '#kernel';

/** What billing needs to know about a provider. */
export interface BillingSettings {
  /** The platform's commission on the net of each invoice. */
  readonly commissionBasisPoints: number;
  /** How long a period waits for late usage before it is closed. */
  readonly graceMinutes: number;
  readonly paymentTermsDays: number;
}

/** What a provider or the operator has set; null where the installation's default counts. */
export type OwnSettings = { readonly [K in keyof BillingSettings]: BillingSettings[K] | null };

interface SettingsRow {
  provider_id: string;
  commission_basis_points: number | null;
  grace_minutes: number | null;
  payment_terms_days: number | null;
}

const nothingSet: OwnSettings = { commissionBasisPoints: null, graceMinutes: null, paymentTermsDays: null };

export async function ownSettings(db: Db, providerIds: readonly string[]): Promise<Map<string, OwnSettings>> {
  const { rows } = await sql<SettingsRow>`
    select * from billing_provider_settings where provider_id = any(${[...new Set(providerIds)]}::text[])`.execute(
    db,
  );
  return new Map(
    rows.map((row) => [
      row.provider_id,
      {
        commissionBasisPoints: row.commission_basis_points,
        graceMinutes: row.grace_minutes,
        paymentTermsDays: row.payment_terms_days,
      },
    ]),
  );
}

/** Settings in force, by provider. */
export async function settingsOf(
  db: Db,
  providerIds: readonly string[],
  defaults: BillingSettings,
): Promise<(providerId: string) => BillingSettings> {
  const own = await ownSettings(db, providerIds);
  return (providerId) => inForce(own.get(providerId) ?? nothingSet, defaults);
}

export function inForce(own: OwnSettings, defaults: BillingSettings): BillingSettings {
  return {
    commissionBasisPoints: own.commissionBasisPoints ?? defaults.commissionBasisPoints,
    graceMinutes: own.graceMinutes ?? defaults.graceMinutes,
    paymentTermsDays: own.paymentTermsDays ?? defaults.paymentTermsDays,
  };
}

/** Sets what is given; null goes back to the default, undefined leaves it as it is. Future invoices only. */
export async function changeSettings(
  tx: Db,
  providerId: string,
  change: { readonly [K in keyof BillingSettings]?: BillingSettings[K] | null | undefined },
  at: Temporal.Instant,
): Promise<OwnSettings> {
  const before = (await ownSettings(tx, [providerId])).get(providerId) ?? nothingSet;
  const pick = (key: keyof BillingSettings) => (change[key] === undefined ? before[key] : change[key]);
  const after: OwnSettings = {
    commissionBasisPoints: pick('commissionBasisPoints'),
    graceMinutes: pick('graceMinutes'),
    paymentTermsDays: pick('paymentTermsDays'),
  };
  await sql`
    insert into billing_provider_settings
      (provider_id, commission_basis_points, grace_minutes, payment_terms_days, updated_at)
    values (${providerId}, ${after.commissionBasisPoints}, ${after.graceMinutes}, ${after.paymentTermsDays}, ${at})
    on conflict (provider_id) do update set commission_basis_points = excluded.commission_basis_points,
      grace_minutes = excluded.grace_minutes, payment_terms_days = excluded.payment_terms_days,
      updated_at = excluded.updated_at`.execute(tx);
  return after;
}
