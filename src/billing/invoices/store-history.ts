import { sql } from 'kysely';
import type { Db } from '#kernel';

export const HISTORY_KINDS = [
  'invoice',
  'credit_note',
  'payment',
  'credit_moved',
  'refund',
  'refund_failed',
  'write_off',
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

export interface HistoryItem {
  readonly at: Temporal.Instant;
  readonly kind: HistoryKind;
  /** Of the invoice, credit note, payment, refund, or for credit that was moved the credit. */
  readonly id: string;
  readonly number: string | null;
  /** Positive: the consumer owes more. */
  readonly amountMinor: bigint;
}

export interface HistoryQuestion {
  /** Null: with all sellers, and what was paid to none of them. */
  readonly providerId: string | null;
  readonly organizationId: string;
  readonly currency: string;
}

/**
 * All that moved what a consumer owes less what it has to its credit. Credit belongs to the seller whose invoice it came from:
 * used for another's invoice it is moved, and owed less there and more here.
 */
function items({ providerId: provider, organizationId, currency }: HistoryQuestion) {
  const isOf = (column: string) => sql`(${provider}::text is null or ${sql.raw(column)} = ${provider})`;
  return sql`
    select issued_at as at, 'invoice' as kind, id, number, total_minor as amount from billing_invoices
    where organization_id = ${organizationId} and currency = ${currency} and state = 'issued' and ${isOf('provider_id')}
    union all
    select issued_at, 'credit_note', id, number, -total_minor from billing_credit_notes
    where organization_id = ${organizationId} and currency = ${currency} and ${isOf('provider_id')}
    union all
    select p.recorded_at, 'payment', p.id, null, -(
      coalesce((select sum(a.amount_minor) from billing_allocations a join billing_invoices i on i.id = a.invoice_id
        where a.payment_id = p.id and ${isOf('i.provider_id')}), 0)
      + coalesce((select sum(c.amount_minor) from billing_credits c
        where c.origin = 'payment' and c.origin_id = p.id and ${isOf('c.provider_id')}), 0))::bigint
    from billing_payments p where p.organization_id = ${organizationId} and p.currency = ${currency}
    union all
    select u.at, 'credit_moved', c.id, i.number,
      case when ${isOf('c.provider_id')} then u.amount_minor else 0 end
      - case when ${isOf('i.provider_id')} then u.amount_minor else 0 end
    from billing_credit_uses u join billing_credits c on c.id = u.credit_id join billing_invoices i on i.id = u.invoice_id
    where c.organization_id = ${organizationId} and c.currency = ${currency}
    union all
    select created_at, 'refund', id, null, amount_minor from billing_refunds
    where organization_id = ${organizationId} and currency = ${currency} and ${isOf('provider_id')}
    union all
    select updated_at, 'refund_failed', id, null, -amount_minor from billing_refunds
    where organization_id = ${organizationId} and currency = ${currency} and state = 'failed' and ${isOf('provider_id')}
    union all
    select w.at, 'write_off', i.id, i.number, -w.amount_minor from billing_write_offs w
    join billing_invoices i on i.id = w.invoice_id
    where i.organization_id = ${organizationId} and i.currency = ${currency} and ${isOf('i.provider_id')}`;
}

export async function balanceBefore(db: Db, of: HistoryQuestion, at: Temporal.Instant): Promise<bigint> {
  const { rows } = await sql<{ balance: bigint }>`
    select coalesce(sum(amount), 0)::bigint as balance from (${items(of)}) h where at < ${at}`.execute(db);
  return rows[0]!.balance;
}

/** From (inclusive) to (exclusive), in order. */
export async function historyItems(
  db: Db,
  of: HistoryQuestion,
  period: { from: Temporal.Instant; to: Temporal.Instant },
  limit: number,
): Promise<HistoryItem[]> {
  const { rows } = await sql<{
    at: Temporal.Instant;
    kind: HistoryKind;
    id: string;
    number: string | null;
    amount: bigint;
  }>`
    select at, kind, id, number, amount::bigint from (${items(of)}) h
    where amount <> 0 and at >= ${period.from} and at < ${period.to} order by at, id, kind limit ${limit}`.execute(
    db,
  );
  return rows.map(({ amount: amountMinor, ...row }) => ({ ...row, amountMinor }));
}
