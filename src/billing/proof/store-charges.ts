import { sql } from 'kysely';
import type { Db, Decimal } from '#kernel';
import { itemText } from '../invoices/index.ts';

/** A charge as it stands in the table now. */
export interface StoredCharge {
  /** `itemText` of it. */
  readonly item: string;
  readonly sequence: number;
  readonly quantity: Decimal;
  readonly amountMinor: bigint;
  readonly highestBatch: bigint | null;
  readonly invoiceId: string | null;
}

/** All charges of these subscriptions since the given start of a period. */
export async function chargesSince(
  db: Db,
  starts: ReadonlyMap<string, Temporal.Instant>,
): Promise<StoredCharge[]> {
  const { rows } = await sql<{
    subscription_id: string;
    period_start_at: Temporal.Instant;
    kind: 'flat';
    item_key: string;
    sequence: number;
    quantity: Decimal;
    amount_minor: bigint;
    highest_batch: Decimal | null;
    invoice_id: string | null;
  }>`
    select c.* from unnest(${[...starts.keys()]}::text[], ${[...starts.values()]}::timestamptz[]) as w(id, start_at)
    join billing_charges c on c.subscription_id = w.id and c.period_start_at >= w.start_at
    order by c.subscription_id, c.period_start_at, c.kind, c.item_key, c.sequence`.execute(db);
  return rows.map((row) => ({
    item: itemText({
      subscriptionId: row.subscription_id,
      kind: row.kind,
      itemKey: row.item_key,
      period: { startAt: row.period_start_at, endAt: row.period_start_at },
    }),
    sequence: row.sequence,
    quantity: row.quantity,
    amountMinor: row.amount_minor,
    highestBatch: row.highest_batch === null ? null : BigInt(row.highest_batch.toFixed(0)),
    invoiceId: row.invoice_id,
  }));
}
