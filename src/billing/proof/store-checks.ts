// What must agree among billing's own tables. Each answers only what is broken.
import { type RawBuilder, sql } from 'kysely';
import { type Db, SANDBOX_PREFIX } from '#kernel';
import { sandboxOwner } from '#ledger';
import type { Broken, SubjectPage } from './check.ts';

async function subjectsOf(db: Db, query: RawBuilder<{ subject: string }>): Promise<string[]> {
  const { rows } = await query.execute(db);
  return rows.map((row) => row.subject);
}

async function brokenOf(db: Db, query: RawBuilder<Broken>): Promise<Broken[]> {
  const { rows } = await query.execute(db);
  return rows;
}

export function invoiceIdsAfter(db: Db, { after, limit, before }: SubjectPage): Promise<string[]> {
  return subjectsOf(
    db,
    sql`select id as subject from billing_invoices where id > ${after} and created_at < ${before}
      order by id limit ${limit}`,
  );
}

/** The constraints of the tables are not trusted: somebody may have worked around them. */
export function brokenInvoices(db: Db, ids: readonly string[]): Promise<Broken[]> {
  return brokenOf(
    db,
    sql`
    with own as (
      select i.*, l.lines, coalesce(l.net, 0) as lines_net, l.uncharged, t.tax as taxes_tax
      from billing_invoices i
      left join lateral (
        select count(*) as lines, sum(l.amount_minor) as net, count(*) filter (where i.cause <> 'topup' and not exists (
          select from billing_charges c where c.subscription_id = l.subscription_id
            and c.period_start_at = l.period_start_at and c.kind = l.kind and c.item_key = l.item_key
            and c.sequence = l.sequence and c.amount_minor = coalesce(l.charged_minor, l.amount_minor)
            and c.invoice_id = i.id)) as uncharged
        from billing_invoice_lines l where l.invoice_id = i.id) l on true
      left join lateral (select coalesce(sum((tax->>'amount_minor')::numeric), 0) as tax
        from jsonb_array_elements(i.taxes) as tax) t on true
      where i.id = any(${[...ids]}::text[])
    )
    select id as subject, 'has ' || lines || ' of ' || line_count || ' lines' as detail
      from own where lines <> line_count
    union all
    select id, 'its lines come to ' || lines_net || ', its net is ' || net_minor from own where lines_net <> net_minor
    union all
    select id, uncharged || ' of its lines are not what was charged' from own
      where uncharged > 0 and state <> 'discarded'
    union all
    select id, 'its taxes come to ' || taxes_tax || ', its tax is ' || tax_minor from own where taxes_tax <> tax_minor
    union all
    select id, 'net ' || net_minor || ' and tax ' || tax_minor || ' are not the total ' || total_minor
      from own where net_minor + tax_minor <> total_minor
    union all
    select id, 'fee ' || fee_minor || ' and share ' || provider_share_minor || ' are not the net ' || net_minor
      from own where fee_minor + provider_share_minor <> net_minor`,
  );
}

export function receivableIdsAfter(db: Db, { after, limit }: SubjectPage): Promise<string[]> {
  return subjectsOf(
    db,
    sql`select invoice_id as subject from billing_receivables where invoice_id > ${after}
      order by invoice_id limit ${limit}`,
  );
}

/** Each amount of a receivable is the sum of the rows that made it so. */
export function brokenReceivables(db: Db, ids: readonly string[]): Promise<Broken[]> {
  return brokenOf(
    db,
    sql`
    with own as (
      select r.*, i.total_minor as asked,
        (select coalesce(sum(amount_minor), 0) from billing_allocations a where a.invoice_id = r.invoice_id)
          + (select coalesce(sum(amount_minor), 0) from billing_credit_uses u where u.invoice_id = r.invoice_id) as allocated,
        (select coalesce(sum(amount_minor), 0) from billing_write_offs w where w.invoice_id = r.invoice_id) as given_up,
        n.credited, n.offset_by_notes
      from billing_receivables r join billing_invoices i on i.id = r.invoice_id
      cross join lateral (select coalesce(sum(total_minor), 0) as credited,
        coalesce(sum(offset_minor), 0) as offset_by_notes
        from billing_credit_notes where invoice_id = r.invoice_id) n
      where r.invoice_id = any(${[...ids]}::text[])
    )
    select invoice_id as subject,
      'paid are ' || paid_minor || ', allocated ' || allocated || ' of ' || total_minor as detail
    from own where allocated <> paid_minor or paid_minor > total_minor
    union all
    select invoice_id, 'credited are ' || credited_minor || ', its credit notes come to ' || credited
    from own where credited <> credited_minor or offset_by_notes <> offset_minor
    union all
    select invoice_id, 'given up are ' || written_off_minor || ', its write-offs come to ' || given_up
    from own where given_up <> written_off_minor
    union all
    select invoice_id, 'the receivable is over ' || total_minor || ', the invoice over ' || asked
    from own where asked <> total_minor`,
  );
}

export function noteIdsAfter(db: Db, { after, limit, before }: SubjectPage): Promise<string[]> {
  return subjectsOf(
    db,
    sql`select id as subject from billing_credit_notes where id > ${after} and issued_at < ${before}
      order by id limit ${limit}`,
  );
}

export function brokenNotes(db: Db, ids: readonly string[]): Promise<Broken[]> {
  return brokenOf(
    db,
    sql`
    with own as (
      select n.*,
        (select coalesce(sum(amount_minor), 0) from billing_credit_note_lines l where l.credit_note_id = n.id) as lines_net,
        (select coalesce(sum((tax->>'amount_minor')::numeric), 0) from jsonb_array_elements(n.taxes) as tax) as taxes_tax
      from billing_credit_notes n where n.id = any(${[...ids]}::text[])
    )
    select id as subject, 'its lines come to ' || lines_net || ', its net is ' || net_minor as detail
      from own where lines_net <> net_minor
    union all
    select id, 'its taxes come to ' || taxes_tax || ', its tax is ' || tax_minor from own where taxes_tax <> tax_minor
    union all
    select id, 'net ' || net_minor || ' and tax ' || tax_minor || ' are not the total ' || total_minor
      from own where net_minor + tax_minor <> total_minor
    union all
    select o.id, 'line ' || l.invoice_position || ' of its invoice is taken back by more than it is'
    from own o join billing_credit_note_lines l on l.credit_note_id = o.id
    join billing_invoice_lines i on i.invoice_id = l.invoice_id and i.position = l.invoice_position
    where abs((select sum(amount_minor) from billing_credit_note_lines a
      where a.invoice_id = l.invoice_id and a.invoice_position = l.invoice_position)) > abs(i.amount_minor)`,
  );
}

export function creditIdsAfter(db: Db, { after, limit }: SubjectPage): Promise<string[]> {
  return subjectsOf(
    db,
    sql`select id as subject from billing_credits where id > ${after} order by id limit ${limit}`,
  );
}

/** What is gone from a credit was used or is refunded, and no payment gives back more than it was. */
export function brokenCredits(db: Db, ids: readonly string[]): Promise<Broken[]> {
  return brokenOf(
    db,
    sql`
    select c.id as subject, c.amount_minor - c.remaining_minor || ' are gone from it, used and refunded are ' || g.gone
      as detail
    from billing_credits c cross join lateral (select
      (select coalesce(sum(amount_minor), 0) from billing_credit_uses where credit_id = c.id)
        + (select coalesce(sum(amount_minor), 0) from billing_refunds where credit_id = c.id and state <> 'failed')
      as gone) g
    where c.id = any(${[...ids]}::text[]) and g.gone <> c.amount_minor - c.remaining_minor
    union all
    select r.credit_id, 'payment ' || p.id || ' of ' || p.amount_minor || ' is given back by ' || b.back
    from (select distinct credit_id, payment_id from billing_refunds where credit_id = any(${[...ids]}::text[])) r
    join billing_payments p on p.id = r.payment_id
    cross join lateral (select sum(amount_minor) as back from billing_refunds
      where payment_id = p.id and state <> 'failed') b
    where b.back > p.amount_minor`,
  );
}

export function sellersAfter(db: Db, { after, limit }: SubjectPage): Promise<string[]> {
  return subjectsOf(
    db,
    sql`select distinct seller_id as subject from billing_number_series where seller_id > ${after}
      order by seller_id limit ${limit}`,
  );
}

/** A seller has a series for invoices and one for credit notes, and two more for what sandbox consumers try out. */
export function brokenNumbers(db: Db, sellers: readonly string[]): Promise<Broken[]> {
  const isOf = (
    row: string,
  ) => sql`${sql.ref(`${row}.provider_id`)} = replace(s.seller_id, ${sandboxOwner('')}, '')
    and starts_with(${sql.ref(`${row}.organization_id`)}, ${`${SANDBOX_PREFIX}_`})
      = starts_with(s.seller_id, ${sandboxOwner('')})`;
  return brokenOf(
    db,
    sql`
    select s.seller_id as subject, 'the series stands at ' || s.last_number || ', ' || n.documents || ' '
      || replace(s.series, '_', ' ') || 's have ' || n.numbers || ' numbers up to ' || n.highest as detail
    from billing_number_series s cross join lateral (
      select count(*) as documents, count(distinct number) as numbers,
        coalesce(max(substring(number from '[0-9]+$')::bigint), 0) as highest
      from (
        select number from billing_invoices i where s.series = 'invoice' and number is not null and ${isOf('i')}
        union all
        select number from billing_credit_notes c where s.series = 'credit_note' and ${isOf('c')}) d) n
    where s.seller_id = any(${[...sellers]}::text[])
      and (n.documents <> s.last_number or n.numbers <> s.last_number or n.highest <> s.last_number)`,
  );
}

/**
 * Charges of these subscriptions that name an invoice which does not list them, and those that have waited for one
 * since before `before` although together they come to more than zero.
 */
export function brokenCharges(
  db: Db,
  subscriptionIds: readonly string[],
  before: Temporal.Instant,
): Promise<Broken[]> {
  return brokenOf(
    db,
    sql`
    select c.subscription_id as subject, count(*) || ' charges are not on the invoice that they name, the first on '
      || min(c.invoice_id) as detail
    from billing_charges c
    where c.subscription_id = any(${[...subscriptionIds]}::text[]) and c.invoice_id is not null and c.amount_minor <> 0
      and not exists (select from billing_invoice_lines l where l.invoice_id = c.invoice_id and l.kind = c.kind
        and l.item_key = c.item_key and l.sequence = c.sequence and l.period_start_at = c.period_start_at)
    group by c.subscription_id
    union all
    select subscription_id, sum(amount_minor) || ' minor units of ' || currency || ' wait for an invoice since '
      || min(created_at)
    from billing_charges
    where subscription_id = any(${[...subscriptionIds]}::text[]) and invoice_id is null
      and given_back_at is null and amount_minor <> 0
    group by subscription_id, currency having sum(amount_minor) > 0 and max(created_at) < ${before}`,
  );
}
