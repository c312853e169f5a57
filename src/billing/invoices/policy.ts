import { sql } from 'kysely';
import type { Db } from '#kernel';

/** What becomes of a provider's invoices after they were made. */
export interface InvoicePolicy {
  /** How long a draft waits for a person before it is issued by itself; 0 issues at once. */
  readonly draftGraceHours: number;
  /** Days past the due date after which what is open is given up; null never. */
  readonly writeOffAfterDays: number | null;
  /** Days past the due date after which the subscription gets no more calls through; null never. */
  readonly pastDueAfterDays: number | null;
  /** Whether credit that a consumer has is used for its invoices without being asked. */
  readonly applyCredit: boolean;
  /** What becomes of credit that is left when a subscription ends. */
  readonly leftOverCredit: 'credit' | 'refund';
  /** Days after the first try on which a payment that a bank declined for now is tried again. */
  readonly retryAfterDays: readonly number[];
}

export const usualPolicy: InvoicePolicy = {
  draftGraceHours: 0,
  writeOffAfterDays: null,
  pastDueAfterDays: null,
  applyCredit: true,
  leftOverCredit: 'credit',
  retryAfterDays: [1, 3, 5, 7],
};

/** What a provider has chosen; null where the usual counts. */
export type OwnPolicy = { readonly [K in keyof InvoicePolicy]: InvoicePolicy[K] | null };

interface PolicyRow {
  provider_id: string;
  draft_grace_hours: number | null;
  write_off_after_days: number | null;
  past_due_after_days: number | null;
  apply_credit: boolean | null;
  left_over_credit: 'credit' | 'refund' | null;
  retry_after_days: number[] | null;
}

const nothingChosen: OwnPolicy = {
  draftGraceHours: null,
  writeOffAfterDays: null,
  pastDueAfterDays: null,
  applyCredit: null,
  leftOverCredit: null,
  retryAfterDays: null,
};

export async function ownPolicies(db: Db, providerIds: readonly string[]): Promise<Map<string, OwnPolicy>> {
  const { rows } = await sql<PolicyRow>`
    select provider_id, draft_grace_hours, write_off_after_days, past_due_after_days, apply_credit, left_over_credit,
      retry_after_days
    from billing_provider_settings where provider_id = any(${[...new Set(providerIds)]}::text[])`.execute(db);
  return new Map(
    rows.map((row) => [
      row.provider_id,
      {
        draftGraceHours: row.draft_grace_hours,
        writeOffAfterDays: row.write_off_after_days,
        pastDueAfterDays: row.past_due_after_days,
        applyCredit: row.apply_credit,
        leftOverCredit: row.left_over_credit,
        retryAfterDays: row.retry_after_days,
      },
    ]),
  );
}

/** Policies in force, by provider. */
export async function policiesOf(
  db: Db,
  providerIds: readonly string[],
): Promise<(providerId: string) => InvoicePolicy> {
  const own = await ownPolicies(db, providerIds);
  return (providerId) => policyInForce(own.get(providerId) ?? nothingChosen);
}

export function policyInForce(own: OwnPolicy): InvoicePolicy {
  return {
    draftGraceHours: own.draftGraceHours ?? usualPolicy.draftGraceHours,
    writeOffAfterDays: own.writeOffAfterDays,
    pastDueAfterDays: own.pastDueAfterDays,
    applyCredit: own.applyCredit ?? usualPolicy.applyCredit,
    leftOverCredit: own.leftOverCredit ?? usualPolicy.leftOverCredit,
    retryAfterDays: own.retryAfterDays ?? usualPolicy.retryAfterDays,
  };
}

/** Sets what is given; null goes back to the usual, undefined leaves it as it is. */
export async function changePolicy(
  tx: Db,
  providerId: string,
  change: { readonly [K in keyof InvoicePolicy]?: InvoicePolicy[K] | null | undefined },
  at: Temporal.Instant,
): Promise<OwnPolicy> {
  const before = (await ownPolicies(tx, [providerId])).get(providerId) ?? nothingChosen;
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const after: OwnPolicy = { ...before, ...Object.fromEntries(given) };
  const { draftGraceHours, writeOffAfterDays, pastDueAfterDays, applyCredit, leftOverCredit } = after;
  const retries = after.retryAfterDays && [...after.retryAfterDays];
  await sql`
    insert into billing_provider_settings (provider_id, draft_grace_hours, write_off_after_days, past_due_after_days,
      apply_credit, left_over_credit, retry_after_days, updated_at)
    values (${providerId}, ${draftGraceHours}, ${writeOffAfterDays}, ${pastDueAfterDays}, ${applyCredit},
      ${leftOverCredit}, ${retries}::int[], ${at})
    on conflict (provider_id) do update set draft_grace_hours = excluded.draft_grace_hours,
      write_off_after_days = excluded.write_off_after_days, past_due_after_days = excluded.past_due_after_days,
      apply_credit = excluded.apply_credit, left_over_credit = excluded.left_over_credit,
      retry_after_days = excluded.retry_after_days, updated_at = excluded.updated_at`.execute(tx);
  return after;
}
