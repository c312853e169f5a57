/** Which providers put a consumer's subscriptions on one invoice. */
import { sql } from 'kysely';
import type { Db } from '#kernel';

/** Those of them that do; null asks for all. */
export async function consolidating(db: Db, providerIds: readonly string[] | null): Promise<Set<string>> {
  const { rows } = await sql<{ provider_id: string }>`
    select provider_id from billing_provider_settings where consolidate_invoices
      and (${providerIds === null} or provider_id = any(${[...new Set(providerIds ?? [])]}::text[]))`.execute(
    db,
  );
  return new Set(rows.map((row) => row.provider_id));
}

export async function setConsolidation(
  tx: Db,
  providerId: string,
  wanted: boolean | undefined,
  at: Temporal.Instant,
): Promise<void> {
  if (wanted === undefined) return;
  await sql`
    insert into billing_provider_settings (provider_id, consolidate_invoices, updated_at)
    values (${providerId}, ${wanted}, ${at})
    on conflict (provider_id) do update set consolidate_invoices = excluded.consolidate_invoices,
      updated_at = excluded.updated_at`.execute(tx);
}
