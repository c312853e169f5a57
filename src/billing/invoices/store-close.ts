import { sql } from 'kysely';
import type { TermsChoice } from '#catalog';
import { type Db, type Decimal, jsonb } from '#kernel';
import type { Period } from '#rating';
import type { BillableSegment, ClosedSegment } from './billable.ts';
import type { InvoiceCause } from './cause.ts';
import {
  type Billed,
  type Charge,
  type ChargeItem,
  type ChargeKind,
  type ChargeText,
  itemText,
} from './charge.ts';
import type { Waiver } from './rated-item.ts';

interface ClosedRow {
  subscription_id: string;
  period_start_at: Temporal.Instant;
  period_end_at: Temporal.Instant;
  plan_version_id: string;
  waiver: Waiver | null;
  terms_choice: ChoiceJson | null;
  last_end_at: Temporal.Instant;
}

/** How a segment is kept beside its plan version. Missing of what was closed before there were segments. */
interface ChoiceJson {
  readonly currency: string;
  readonly quantity: number;
  readonly overrides: TermsChoice['overrides'];
  readonly periods_elapsed: number;
  readonly anchor_at: string;
  readonly billing_period_start_at: string;
  readonly whole: readonly [string, string];
}

/** A segment whose plan version is still to be read. */
export interface ClosedSegmentRow extends Omit<ClosedSegment, 'plan' | 'choice' | 'note'> {
  readonly subscriptionId: string;
  readonly planVersionId: string;
  readonly choice: TermsChoice | null;
}

/**
 * Closed segments of each subscription, in order: all that were closed together when the last of them ended after the
 * given instant. Their billing period ends there, even when it was to be longer.
 */
export async function closedSince(
  db: Db,
  since: ReadonlyMap<string, Temporal.Instant>,
): Promise<ClosedSegmentRow[]> {
  const { rows } = await sql<ClosedRow>`
    select c.* from unnest(${[...since.keys()]}::text[], ${[...since.values()]}::timestamptz[]) as w(subscription_id, since)
    join billing_closed_periods c on c.subscription_id = w.subscription_id and c.last_end_at > w.since
    order by c.subscription_id, c.period_start_at`.execute(db);
  return rows.map(fromClosedRow);
}

/**
 * Closed segments of these plan versions that lie wholly in a span, in order: of the next so many subscriptions after
 * one. Of a billing period that is partly outside nothing is answered.
 */
export async function closedWithin(
  db: Db,
  of: {
    versionIds: readonly string[];
    fromAt: Temporal.Instant;
    toAt: Temporal.Instant;
    afterId: string;
    subscriptions: number;
  },
): Promise<ClosedSegmentRow[]> {
  const { rows } = await sql<ClosedRow>`
    select c.* from (
      select distinct subscription_id from billing_closed_periods
      where plan_version_id = any(${[...of.versionIds]}::text[]) and period_start_at >= ${of.fromAt}
        and last_end_at <= ${of.toAt} and subscription_id > ${of.afterId}
      order by subscription_id limit ${of.subscriptions}
    ) s join billing_closed_periods c on c.subscription_id = s.subscription_id
    where c.plan_version_id = any(${[...of.versionIds]}::text[]) and c.period_start_at >= ${of.fromAt}
      and c.last_end_at <= ${of.toAt}
    order by c.subscription_id, c.period_start_at`.execute(db);
  return rows.map(fromClosedRow);
}

function fromClosedRow(row: ClosedRow): ClosedSegmentRow {
  const { terms_choice: kept } = row;
  const period = { startAt: row.period_start_at, endAt: row.period_end_at };
  const own = { subscriptionId: row.subscription_id, planVersionId: row.plan_version_id, period };
  if (!kept) {
    const unchanged = { billingPeriod: period, whole: period, anchorAt: period.startAt, quantity: 1 };
    return { ...own, ...unchanged, waiver: row.waiver, choice: null };
  }
  const { currency, periods_elapsed: periodsElapsed, overrides } = kept;
  return {
    ...own,
    billingPeriod: { startAt: Temporal.Instant.from(kept.billing_period_start_at), endAt: row.last_end_at },
    whole: readPeriod(kept.whole),
    anchorAt: Temporal.Instant.from(kept.anchor_at),
    quantity: kept.quantity,
    waiver: row.waiver,
    choice: { currency, periodsElapsed, overrides },
  };
}

function readPeriod([startAt, endAt]: readonly [string, string]): Period {
  return { startAt: Temporal.Instant.from(startAt), endAt: Temporal.Instant.from(endAt) };
}

/** What was billed since the given start of a period: by subscription, and of each by item. */
export async function billedSince(
  db: Db,
  starts: ReadonlyMap<string, Temporal.Instant>,
): Promise<Map<string, Map<string, Billed>>> {
  const { rows } = await sql<{
    subscription_id: string;
    period_start_at: Temporal.Instant;
    period_end_at: Temporal.Instant;
    kind: ChargeKind;
    item_key: string;
    amount_minor: bigint;
    sequence: number;
    plan_version_id: string;
  }>`
    select c.subscription_id, c.period_start_at, max(c.period_end_at) as period_end_at, c.kind, c.item_key,
      sum(c.amount_minor)::bigint as amount_minor, max(c.sequence) as sequence, max(c.plan_version_id) as plan_version_id
    from unnest(${[...starts.keys()]}::text[], ${[...starts.values()]}::timestamptz[]) as w(subscription_id, start_at)
    join billing_charges c on c.subscription_id = w.subscription_id and c.period_start_at >= w.start_at
    group by c.subscription_id, c.period_start_at, c.kind, c.item_key`.execute(db);
  const result = new Map<string, Map<string, Billed>>();
  for (const row of rows) {
    const period = { startAt: row.period_start_at, endAt: row.period_end_at };
    const item = { subscriptionId: row.subscription_id, kind: row.kind, itemKey: row.item_key, period };
    const own = result.get(row.subscription_id) ?? new Map<string, Billed>();
    result.set(row.subscription_id, own);
    const { amount_minor: amountMinor, sequence, plan_version_id: planVersionId } = row;
    own.set(itemText(item), { item, amountMinor, sequence, planVersionId });
  }
  return result;
}

/** Charges that wait for an invoice, by subscription. */
export async function carriedCharges(db: Db, ids: readonly string[]): Promise<Map<string, Charge[]>> {
  const { rows } = await sql<{
    subscription_id: string;
    period_start_at: Temporal.Instant;
    period_end_at: Temporal.Instant;
    kind: ChargeKind;
    item_key: string;
    sequence: number;
    plan_version_id: string;
    currency: string;
    quantity: Decimal;
    amount_minor: bigint;
    highest_batch: Decimal | null;
    carried_text: ChargeText;
  }>`
    select * from billing_charges
    where subscription_id = any(${[...ids]}::text[]) and invoice_id is null and amount_minor <> 0
    order by subscription_id, period_start_at, kind, item_key, sequence`.execute(db);
  const charges = rows.map((row) => ({
    subscriptionId: row.subscription_id,
    kind: row.kind,
    itemKey: row.item_key,
    period: { startAt: row.period_start_at, endAt: row.period_end_at },
    sequence: row.sequence,
    planVersionId: row.plan_version_id,
    currency: row.currency,
    quantity: row.quantity,
    amountMinor: row.amount_minor,
    highestBatch: row.highest_batch === null ? null : BigInt(row.highest_batch.toFixed(0)),
    ...row.carried_text,
  }));
  return Map.groupBy(charges, (charge) => charge.subscriptionId);
}

/** The highest sequence of invoices of this cause for each present period. */
export async function invoiceSequences(
  db: Db,
  cause: InvoiceCause,
  periodStarts: ReadonlyMap<string, Temporal.Instant>,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ subscription_id: string; sequence: number }>`
    select i.subscription_id, max(i.sequence) as sequence
    from unnest(${[...periodStarts.keys()]}::text[], ${[...periodStarts.values()]}::timestamptz[])
      as w(subscription_id, start_at)
    join billing_invoices i on i.subscription_id = w.subscription_id and i.period_start_at = w.start_at
    where i.cause = ${cause} group by i.subscription_id`.execute(db);
  return new Map(rows.map((row) => [row.subscription_id, row.sequence]));
}

export async function insertCharges(
  tx: Db,
  charges: readonly Charge[],
  invoiceIdOf: (charge: Charge) => string | null,
  at: Temporal.Instant,
): Promise<void> {
  if (charges.length === 0) return;
  const rows = charges.map((charge) => {
    const invoiceId = invoiceIdOf(charge);
    const waits = invoiceId === null && charge.amountMinor !== 0n;
    return [
      charge.subscriptionId,
      charge.period.startAt.toString(),
      charge.kind,
      charge.itemKey,
      charge.sequence,
      charge.period.endAt.toString(),
      charge.planVersionId,
      charge.currency,
      charge.quantity.toFixed(),
      charge.amountMinor.toString(),
      charge.highestBatch?.toString() ?? null,
      invoiceId,
      waits ? textOf(charge) : null,
    ];
  });
  await sql`
    insert into billing_charges (subscription_id, period_start_at, kind, item_key, sequence, period_end_at,
      plan_version_id, currency, quantity, amount_minor, highest_batch, invoice_id, carried_text, created_at)
    select c->>0, (c->>1)::timestamptz, c->>2, c->>3, (c->>4)::int, (c->>5)::timestamptz, c->>6, c->>7,
      (c->>8)::numeric, (c->>9)::bigint, (c->>10)::numeric, c->>11, nullif(c->12, 'null'::jsonb), ${at}
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as c`.execute(tx);
}

function textOf({ description, unit, explanation }: ChargeText): ChargeText {
  return { description, unit, explanation };
}

/** Says that charges which had waited are on an invoice now. */
export async function takeUpCarried(
  tx: Db,
  taken: readonly { item: ChargeItem & { sequence: number }; invoiceId: string }[],
): Promise<void> {
  if (taken.length === 0) return;
  const rows = taken.map(({ item, invoiceId }) => ({
    subscription_id: item.subscriptionId,
    period_start_at: item.period.startAt.toString(),
    kind: item.kind,
    item_key: item.itemKey,
    sequence: item.sequence,
    invoice_id: invoiceId,
  }));
  await sql`
    update billing_charges c set invoice_id = t.invoice_id, carried_text = null
    from jsonb_to_recordset(${jsonb(rows)}) as t(subscription_id text, period_start_at timestamptz, kind text,
      item_key text, sequence int, invoice_id text)
    where c.subscription_id = t.subscription_id and c.period_start_at = t.period_start_at and c.kind = t.kind
      and c.item_key = t.item_key and c.sequence = t.sequence and c.invoice_id is null`.execute(tx);
}

export interface ClosedSegmentInsert {
  readonly subscriptionId: string;
  readonly segment: BillableSegment;
  /** Where the last of the segments ends that are closed with it and are of its billing period. */
  readonly lastEndAt: Temporal.Instant;
  readonly highestBatch: bigint;
  readonly invoiceId: string | null;
}

export async function insertClosedSegments(
  tx: Db,
  closed: readonly ClosedSegmentInsert[],
  at: Temporal.Instant,
): Promise<void> {
  if (closed.length === 0) return;
  const rows = closed.map(({ subscriptionId, segment, lastEndAt, highestBatch, invoiceId }) => [
    subscriptionId,
    segment.period.startAt.toString(),
    segment.period.endAt.toString(),
    segment.plan.id,
    segment.waiver,
    highestBatch.toString(),
    invoiceId,
    choiceJson(segment),
    lastEndAt.toString(),
  ]);
  await sql`
    insert into billing_closed_periods (subscription_id, period_start_at, period_end_at, plan_version_id, waiver,
      highest_batch, invoice_id, terms_choice, last_end_at, closed_at)
    select c->>0, (c->>1)::timestamptz, (c->>2)::timestamptz, c->>3, c->>4, (c->>5)::numeric, c->>6, c->7, (c->>8)::timestamptz, ${at}
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as c`.execute(tx);
}

function choiceJson({ choice, quantity, anchorAt, billingPeriod, whole }: BillableSegment): ChoiceJson {
  return {
    currency: choice.currency,
    quantity,
    overrides: choice.overrides,
    periods_elapsed: choice.periodsElapsed,
    anchor_at: anchorAt.toString(),
    billing_period_start_at: billingPeriod.startAt.toString(),
    whole: [whole.startAt.toString(), whole.endAt.toString()],
  };
}
