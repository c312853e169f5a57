import { sql } from 'kysely';
import type { Db } from '#kernel';
import { accountBalances } from '#ledger';

export interface OpenCounts {
  readonly organizationId: string;
  readonly owed: number;
  readonly owing: number;
  readonly drafts: number;
  /** Currencies in which it has earned what was not paid out, or must pay back. */
  readonly payable: number;
  readonly payouts: number;
  readonly credits: number;
  readonly refunds: number;
}

/** How many of each kind are open, for each organization. */
export async function openCounts(db: Db, organizationIds: readonly string[]): Promise<OpenCounts[]> {
  const ids = [...new Set(organizationIds)];
  const { rows } = await sql<{
    id: string;
    owed: number;
    owing: number;
    drafts: number;
    payouts: number;
    credits: number;
    refunds: number;
  }>`
    select o.id,
      (select count(*)::int from billing_receivables
        where organization_id = o.id and state in ('open', 'partially_paid')) as owed,
      (select count(*)::int from billing_receivables
        where provider_id = o.id and state in ('open', 'partially_paid')) as owing,
      (select count(*)::int from billing_invoices
        where (organization_id = o.id or provider_id = o.id) and state = 'draft') as drafts,
      (select count(*)::int from billing_payouts where provider_id = o.id and state = 'in_transit') as payouts,
      (select count(*)::int from billing_credits where organization_id = o.id and remaining_minor > 0) as credits,
      (select count(*)::int from billing_refunds
        where (organization_id = o.id or provider_id = o.id) and state not in ('succeeded', 'failed')) as refunds
    from unnest(${ids}::text[]) as o(id)`.execute(db);
  const counts: OpenCounts[] = [];
  for (const { id, ...row } of rows) {
    const balances = await accountBalances(
      db,
      { code: 'provider_payable', owner: id },
      { limit: 200, afterId: null },
    );
    const payable = balances.filter((one) => one.balanceMinor !== 0n).length;
    counts.push({ ...row, organizationId: id, payable });
  }
  return counts;
}
