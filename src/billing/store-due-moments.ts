import { sql } from 'kysely';
import type { Db } from '#kernel';

/** What billing itself has still to do for a consumer. */
export interface Unfinished {
  /** When the next of it comes due, after the time that was asked for. */
  readonly nextAt: Temporal.Instant | null;
  /** Something is owed: reminders, new attempts and giving up follow from policies and days. */
  readonly owing: boolean;
}

/** Drafts to issue, charges and refunds to ask about, looks for late usage, and what is owed. */
export async function unfinishedOf(
  db: Db,
  organizationId: string,
  after: Temporal.Instant,
): Promise<Unfinished> {
  const { rows } = await sql<{ next_at: Temporal.Instant | null; owing: boolean }>`
    select least(
        (select min(finalize_at) from billing_invoices
          where organization_id = ${organizationId} and finalize_at > ${after}),
        (select min(check_at) from billing_payment_attempts
          where organization_id = ${organizationId} and check_at > ${after}),
        (select min(check_at) from billing_refunds
          where organization_id = ${organizationId} and check_at > ${after}),
        (select min(look_at) from billing_late_looks
          where organization_id = ${organizationId} and look_at > ${after})) as next_at,
      exists (select from billing_receivables
        where organization_id = ${organizationId} and state in ('open', 'partially_paid')) as owing`.execute(
    db,
  );
  const { next_at: nextAt, owing } = rows[0]!;
  return { nextAt, owing };
}
