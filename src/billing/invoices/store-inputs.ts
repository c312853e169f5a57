import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { InputBatch, NamedPlan } from './recorded-inputs.ts';

export async function insertInputs(tx: Db, batch: InputBatch): Promise<void> {
  if (batch.digests.size === 0) return;
  await sql`
    insert into billing_input_batches (id, plans, inputs)
    values (${batch.id}, ${jsonb(batch.plans)}, ${batch.inputs})`.execute(tx);
}

export interface StoredInputs {
  readonly digest: Buffer;
  /** Null when the batch does not hold the invoice: somebody has changed it. */
  readonly text: string | null;
  readonly plans: Readonly<Record<string, NamedPlan>>;
}

/** Null for an invoice of which none were kept. */
export async function findInputs(db: Db, invoiceId: string): Promise<StoredInputs | null> {
  const { rows } = await sql<{ digest: Buffer; inputs: string | null; plans: StoredInputs['plans'] | null }>`
    select i.inputs_digest as digest, b.plans,
      (select substr(line, length(i.id) + 2) from regexp_split_to_table(b.inputs, '\n') as line
       where starts_with(line, i.id || chr(9)) limit 1) as inputs
    from billing_invoices i left join billing_input_batches b on b.id = i.inputs_batch
    where i.id = ${invoiceId} and i.inputs_digest is not null`.execute(db);
  const [row] = rows;
  return row ? { digest: row.digest, text: row.inputs, plans: row.plans ?? {} } : null;
}
