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
    select id, uncharged || ' of its lines are not what was charged' from own where uncharged > 0
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

export function brokenReceivables(db: Db, ids: readonly string[]): Promise<Broken[]> {
  return brokenOf(
    db,
    sql`
    select r.invoice_id as subject,
      'paid are ' || r.paid_minor || ', allocated ' || coalesce(a.paid, 0) || ' of ' || r.total_minor as detail
    from billing_receivables r left join lateral (
      select sum(amount_minor) as paid from billing_allocations where invoice_id = r.invoice_id) a on true
    where r.invoice_id = any(${[...ids]}::text[])
      and (coalesce(a.paid, 0) <> r.paid_minor or r.paid_minor > r.total_minor)
    union all
    select r.invoice_id, 'the receivable is over ' || r.total_minor || ', the invoice over ' || i.total_minor
    from billing_receivables r join billing_invoices i on i.id = r.invoice_id
    where r.invoice_id = any(${[...ids]}::text[]) and i.total_minor <> r.total_minor`,
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
  return brokenOf(
    db,
    sql`
    select s.seller_id as subject, 'the series stands at ' || s.last_number || ', ' || n.documents || ' '
      || case s.series when 'invoice' then 'invoices' else 'credit notes' end
      || ' have ' || n.numbers || ' numbers up to ' || n.highest as detail
    from billing_number_series s cross join lateral (
      select count(*) as documents, count(distinct number) as numbers,
        coalesce(max(substring(number from '[0-9]+$')::bigint), 0) as highest
      from (
        select number, organization_id from billing_invoices
        where s.series = 'invoice' and provider_id = replace(s.seller_id, ${sandboxOwner('')}, '')
        union all
        select number, organization_id from billing_credit_notes
        where s.series = 'credit_note' and provider_id = replace(s.seller_id, ${sandboxOwner('')}, '')) d
      where number is not null and starts_with(organization_id, ${`${SANDBOX_PREFIX}_`})
        = starts_with(s.seller_id, ${sandboxOwner('')})) n
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
    where subscription_id = any(${[...subscriptionIds]}::text[]) and invoice_id is null and amount_minor <> 0
    group by subscription_id, currency having sum(amount_minor) > 0 and max(created_at) < ${before}`,
  );
}
