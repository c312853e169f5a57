// The rows that the ledger's control accounts must be the sum of, by the party that tells them apart.
import { type RawBuilder, sql } from 'kysely';
import { type Db, SANDBOX_PREFIX } from '#kernel';
import { type PartySum, sandboxOwner } from '#ledger';

type Parties = readonly string[] | null;

async function sums(
  db: Db,
  query: RawBuilder<{ party: string; currency: string; amount: bigint }>,
): Promise<PartySum[]> {
  const { rows } = await query.execute(db);
  return rows.map((row) => ({ party: row.party, currency: row.currency, amountMinor: row.amount }));
}

/** One of these, or any. */
function among(column: string, parties: Parties) {
  return sql`(${parties === null}::boolean or ${sql.ref(column)} = any(${[...(parties ?? [])]}::text[]))`;
}

export function openInvoices(db: Db, parties: Parties): Promise<PartySum[]> {
  return sums(
    db,
    sql`select organization_id as party, currency, sum(total_minor - paid_minor - offset_minor - written_off_minor)::bigint
        as amount
      from billing_receivables where state <> 'paid' and ${among('organization_id', parties)} group by 1, 2`,
  );
}

/** What sandbox consumers owe is in books apart. */
export function unsettledShares(db: Db, parties: Parties): Promise<PartySum[]> {
  return sums(
    db,
    sql`select party, currency, sum(share)::bigint as amount from (
      select case when starts_with(organization_id, ${`${SANDBOX_PREFIX}_`})
          then ${sandboxOwner('')} || provider_id else provider_id end as party,
        currency, unsettled_minor as share
      from billing_receivables where unsettled_minor <> 0) s
      where ${among('party', parties)} group by 1, 2`,
  );
}

/** Of overpaid invoices, and of credit notes for what had been paid. */
export function unusedCredits(db: Db, parties: Parties): Promise<PartySum[]> {
  return sums(
    db,
    sql`select organization_id as party, currency, sum(remaining_minor)::bigint as amount
      from billing_credits where remaining_minor <> 0 and ${among('organization_id', parties)} group by 1, 2`,
  );
}

export function payoutsInTransit(db: Db, parties: Parties): Promise<PartySum[]> {
  return sums(
    db,
    sql`select provider_id as party, currency, sum(amount_minor)::bigint as amount
      from billing_payouts where state = 'in_transit' and ${among('provider_id', parties)} group by 1, 2`,
  );
}
