import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import { type Charge, itemText } from '../invoices/index.ts';
import type { BilledLine } from './left-over.ts';

const keysOf = (charges: readonly Charge[]) =>
  jsonb(
    charges.map((charge, index) => ({
      index,
      subscription_id: charge.subscriptionId,
      period_start_at: charge.period.startAt.toString(),
      kind: charge.kind,
      item_key: charge.itemKey,
      sequence: charge.sequence,
    })),
  );

/** The lines of issued invoices that billed the items of these charges before, latest first, by `itemText`. */
export async function linesThatBilled(
  db: Db,
  charges: readonly Charge[],
): Promise<(charge: Charge) => BilledLine[]> {
  const { rows } = await sql<{
    index: number;
    invoice_id: string;
    position: number;
    charged_minor: bigint;
    left_minor: bigint;
  }>`
    select w.index, l.invoice_id, l.position, l.charged_minor,
      case when l.amount_minor = 0 then 0
        else trunc(l.charged_minor::numeric * (l.amount_minor - n.credited) / l.amount_minor)::bigint end as left_minor
    from jsonb_to_recordset(${keysOf(charges)}) as w(index int, subscription_id text, period_start_at timestamptz,
      kind text, item_key text, sequence int)
    join billing_charges c on c.subscription_id = w.subscription_id and c.period_start_at = w.period_start_at
      and c.kind = w.kind and c.item_key = w.item_key and c.sequence < w.sequence
    join billing_invoices i on i.id = c.invoice_id and i.state = 'issued'
    join lateral (select invoice_id, position, amount_minor, coalesce(charged_minor, amount_minor) as charged_minor
      from billing_invoice_lines where invoice_id = i.id and subscription_id = c.subscription_id
        and period_start_at = c.period_start_at and kind = c.kind and item_key = c.item_key
        and sequence = c.sequence) l on true
    cross join lateral (select coalesce(sum(amount_minor), 0) as credited from billing_credit_note_lines
      where invoice_id = l.invoice_id and invoice_position = l.position) n
    order by w.index, c.sequence desc`.execute(db);
  const byItem = Map.groupBy(
    rows,
    (row) => `${itemText(charges[row.index]!)} ${charges[row.index]!.sequence}`,
  );
  return (charge) =>
    (byItem.get(`${itemText(charge)} ${charge.sequence}`) ?? []).map((row) => ({
      invoiceId: row.invoice_id,
      position: row.position,
      chargedMinor: row.charged_minor,
      leftMinor: row.left_minor,
    }));
}

/** They wait for no invoice any more. */
export async function markGivenBack(
  tx: Db,
  given: readonly { readonly charge: Charge; readonly creditNoteId: string | null }[],
  at: Temporal.Instant,
): Promise<void> {
  const notes = jsonb(given.map((one, index) => ({ index, credit_note_id: one.creditNoteId })));
  await sql`
    update billing_charges c set given_back_at = ${at}, credit_note_id = n.credit_note_id
    from jsonb_to_recordset(${keysOf(given.map((one) => one.charge))}) as w(index int, subscription_id text,
        period_start_at timestamptz, kind text, item_key text, sequence int)
      join jsonb_to_recordset(${notes}) as n(index int, credit_note_id text) using (index)
    where c.subscription_id = w.subscription_id and c.period_start_at = w.period_start_at and c.kind = w.kind
      and c.item_key = w.item_key and c.sequence = w.sequence and c.invoice_id is null`.execute(tx);
}
