/** What a provider gives back when a consumer leaves before the end of what was paid. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '#kernel';

export const policySchema = z.object({
  credit_on_cancel: z
    .boolean()
    .describe('An end at once credits what is unused; otherwise what was paid is kept'),
  credit_on_pause: z.boolean().describe('A pause credits what is unused'),
});
export type ChangePolicy = z.output<typeof policySchema>;

/** Whoever cancels in the first days could have used a whole period's quota by then; who pauses comes back. */
const DEFAULT_POLICY: ChangePolicy = { credit_on_cancel: false, credit_on_pause: true };

export async function policyOf(db: Db, providerId: string): Promise<ChangePolicy> {
  const { rows } = await sql<ChangePolicy>`
    select credit_on_cancel, credit_on_pause from billing_change_policies
    where provider_id = ${providerId}`.execute(db);
  return rows[0] ?? DEFAULT_POLICY;
}

export async function savePolicy(
  tx: Db,
  providerId: string,
  policy: ChangePolicy,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into billing_change_policies (provider_id, credit_on_cancel, credit_on_pause, updated_at)
    values (${providerId}, ${policy.credit_on_cancel}, ${policy.credit_on_pause}, ${at})
    on conflict (provider_id) do update set credit_on_cancel = excluded.credit_on_cancel,
      credit_on_pause = excluded.credit_on_pause, updated_at = excluded.updated_at`.execute(tx);
}
