import { sql } from 'kysely';
import { type Db, inScope, jsonb, type TimeScope } from '#kernel';
import type { Subscription, SubscriptionState } from './subscription.ts';
import { type SubscriptionRow, tables } from './tables.ts';

/** Periods of these end by themselves; a paused subscription's time stands still. */
const RUNNING: readonly SubscriptionState[] = ['trialing', 'active', 'past_due'];

/** False when the consumer already has a live subscription to the product; the transaction stays usable. */
export async function insertSubscription(tx: Db, subscription: Subscription): Promise<boolean> {
  const inserted = await tables(tx)
    .insertInto('subscriptions_subscriptions')
    .values(toRow(subscription))
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'product_id']).where('state', '<>', 'canceled').doNothing(),
    )
    .returning('id')
    .execute();
  return inserted.length > 0;
}

export async function updateSubscription(tx: Db, subscription: Subscription): Promise<void> {
  const { id, organization_id, provider_organization_id, product_id, created_at, ...changed } =
    toRow(subscription);
  await tables(tx).updateTable('subscriptions_subscriptions').set(changed).where('id', '=', id).execute();
}

/** Whether a consumer has tried a product before, or is trying it. */
export async function hadTrial(db: Db, organizationId: string, productId: string): Promise<boolean> {
  const row = await tables(db)
    .selectFrom('subscriptions_subscriptions')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('product_id', '=', productId)
    .where('trial_ends_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findLive(
  db: Db,
  organizationId: string,
  productId: string,
): Promise<Subscription | null> {
  const row = await tables(db)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('product_id', '=', productId)
    .where('state', '<>', 'canceled')
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** Holds the row until the transaction ends: changes of one subscription stand in line. */
export async function lockSubscription(tx: Db, id: string): Promise<Subscription | null> {
  const row = await tables(tx)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** Holds many rows, in the order of their ids so that two such callers cannot block each other for ever. */
export async function lockSubscriptions(tx: Db, ids: readonly string[]): Promise<Subscription[]> {
  if (ids.length === 0) return [];
  const rows = await tables(tx)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::text[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(fromRow);
}

/** Writes what a period's end changes, for many at once. */
export async function updatePeriods(tx: Db, subscriptions: readonly Subscription[]): Promise<void> {
  if (subscriptions.length === 0) return;
  await sql`
    update subscriptions_subscriptions s
    set state = n.state, plan_id = n.plan_id, plan_version_id = n.plan_version_id, quantity = n.quantity,
      overrides = n.overrides, scheduled = n.scheduled, periods_elapsed = n.periods_elapsed,
      period_index = n.period_index, revision = n.revision, anchor_at = n.anchor_at,
      current_period_start_at = n.current_period_start_at, current_period_end_at = n.current_period_end_at,
      segment_start_at = n.segment_start_at, quota_anchor_at = n.quota_anchor_at, canceled_at = n.canceled_at, updated_at = n.updated_at
    from jsonb_populate_recordset(null::subscriptions_subscriptions, ${jsonb(subscriptions.map(toWrittenRow))}) as n
    where s.id = n.id`.execute(tx);
}

/** Paused subscriptions whose pause is over at `at`. */
export async function resumableAt(db: Db, scope: TimeScope, limit: number): Promise<Subscription[]> {
  const rows = await tables(db)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    .where('resumes_at', '<=', scope.at)
    .where(inScope('organization_id', scope))
    .orderBy('resumes_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Trials that end at or before `by`, in the order of their ends; `untold` are those whose consumer was not told yet. */
export async function trialsEndingBy(
  db: Db,
  scope: TimeScope,
  { untold, limit }: { readonly untold: boolean; readonly limit: number },
): Promise<Subscription[]> {
  let list = tables(db)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    .where('state', '=', sql.lit('trialing'))
    .where('cancel_at_period_end', '=', false)
    .where('current_period_end_at', '<=', scope.at)
    .where(inScope('organization_id', scope));
  if (untold) list = list.where('trial_noticed_at', 'is', null);
  const rows = await list.orderBy('current_period_end_at').orderBy('id').limit(limit).execute();
  return rows.map(fromRow);
}

export async function markTrialsNoticed(
  tx: Db,
  ids: readonly string[],
  at: Temporal.Instant,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update subscriptions_subscriptions set trial_noticed_at = ${at}
    where id = any(${[...ids]}::text[]) and trial_noticed_at is null and state = 'trialing' returning id`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

/** Live subscriptions on these plan versions, in the order of their ids. */
export async function subscribersOf(
  db: Db,
  planVersionIds: readonly string[],
  page: { readonly afterId: string; readonly limit: number },
): Promise<Subscription[]> {
  const rows = await tables(db)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    .where('plan_version_id', '=', sql<string>`any(${[...new Set(planVersionIds)]}::text[])`)
    .where('state', '<>', sql.lit('canceled'))
    .where('id', '>', page.afterId)
    .orderBy('id')
    .limit(page.limit)
    .execute();
  return rows.map(fromRow);
}

/** A row as JSON text can carry it. */
function toWrittenRow(subscription: Subscription): Record<string, unknown> {
  const row: Record<string, unknown> = { ...toRow(subscription) };
  for (const name in row) {
    const value = row[name];
    if (value instanceof Temporal.Instant) row[name] = value.toString();
  }
  return row;
}

export async function subscriptionsWithIds(db: Db, ids: readonly string[]): Promise<Subscription[]> {
  if (ids.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::text[])`)
    .execute();
  return rows.map(fromRow);
}

/** Subscriptions in the order of their ids, from after one. */
export async function subscriptionsAfter(db: Db, afterId: string, limit: number): Promise<Subscription[]> {
  const rows = await tables(db)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Per consumer and product the live subscription, or when there is none the one that ended last. */
export async function latestPerProduct(db: Db, organizationIds: readonly string[]): Promise<Subscription[]> {
  if (organizationIds.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    .distinctOn(['organization_id', 'product_id'])
    .where('organization_id', '=', sql<string>`any(${[...new Set(organizationIds)]}::text[])`)
    .orderBy('organization_id')
    .orderBy('product_id')
    .orderBy('canceled_at', (order) => order.desc().nullsFirst())
    .execute();
  return rows.map(fromRow);
}

/** All of a consumer, ended ones included; used for sandbox consumers, who have few. */
export async function subscriptionsOfConsumer(db: Db, organizationId: string): Promise<Subscription[]> {
  const rows = await tables(db)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

export interface SubscriptionFilter {
  readonly organizationId?: string;
  readonly providerOrganizationId?: string;
  readonly productId?: string | undefined;
  readonly state?: SubscriptionState | undefined;
  readonly afterId: string | null;
  readonly size: number;
}

/** One consumer's or one provider's subscriptions, latest first. */
export async function listSubscriptions(db: Db, filter: SubscriptionFilter): Promise<Subscription[]> {
  let list = tables(db).selectFrom('subscriptions_subscriptions').selectAll();
  if (filter.organizationId !== undefined) list = list.where('organization_id', '=', filter.organizationId);
  if (filter.providerOrganizationId !== undefined) {
    list = list.where('provider_organization_id', '=', filter.providerOrganizationId);
  }
  if (filter.productId !== undefined) list = list.where('product_id', '=', filter.productId);
  if (filter.state !== undefined) list = list.where('state', '=', filter.state);
  if (filter.afterId !== null) list = list.where('id', '<', filter.afterId);
  return (await list.orderBy('id', 'desc').limit(filter.size).execute()).map(fromRow);
}

/** Running subscriptions in the scope whose present period is over, in the order of their ids. */
export async function dueIn(
  db: Db,
  scope: TimeScope,
  limit: number,
  afterId: string,
): Promise<Subscription[]> {
  const rows = await tables(db)
    .selectFrom('subscriptions_subscriptions')
    .selectAll()
    // Literals, so that the planner can use the partial index.
    .where(
      'state',
      'in',
      RUNNING.map((state) => sql.lit(state)),
    )
    .where('current_period_end_at', '<=', scope.at)
    .where(inScope('organization_id', scope))
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Of running subscriptions to these plan versions, in the order of their ids. */
export async function runningOn(
  db: Db,
  planVersionIds: readonly string[],
  scope: Pick<TimeScope, 'organizationId'>,
  limit: number,
  afterId: string,
): Promise<string[]> {
  if (planVersionIds.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('subscriptions_subscriptions')
    .select('id')
    .where('state', 'in', RUNNING)
    .where('plan_version_id', '=', sql<string>`any(${[...planVersionIds]}::text[])`)
    .where(inScope('organization_id', scope))
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

function toRow(subscription: Subscription): SubscriptionRow {
  return {
    id: subscription.id,
    organization_id: subscription.organizationId,
    provider_organization_id: subscription.providerOrganizationId,
    product_id: subscription.productId,
    plan_id: subscription.planId,
    plan_version_id: subscription.planVersionId,
    state: subscription.state,
    currency: subscription.currency,
    quantity: subscription.quantity,
    overrides: subscription.overrides,
    periods_elapsed: subscription.periodsElapsed,
    time_zone: subscription.timeZone,
    anchor_at: subscription.anchorAt,
    period_index: subscription.periodIndex,
    current_period_start_at: subscription.currentPeriodStartAt,
    current_period_end_at: subscription.currentPeriodEndAt,
    segment_start_at: subscription.segmentStartAt,
    paused_at: subscription.pausedAt,
    resumes_at: subscription.resumesAt,
    scheduled: subscription.scheduled,
    quota_anchor_at: subscription.quotaAnchorAt,
    trial_ends_at: subscription.trialEndsAt,
    trial_noticed_at: subscription.trialNoticedAt,
    cancel_at_period_end: subscription.cancelAtPeriodEnd,
    cancel_reason: subscription.cancelReason,
    canceled_at: subscription.canceledAt,
    revision: subscription.revision,
    created_at: subscription.createdAt,
    updated_at: subscription.updatedAt,
  };
}

function fromRow(row: SubscriptionRow): Subscription {
  return {
    id: row.id,
    organizationId: row.organization_id,
    providerOrganizationId: row.provider_organization_id,
    productId: row.product_id,
    planId: row.plan_id,
    planVersionId: row.plan_version_id,
    state: row.state,
    currency: row.currency,
    quantity: row.quantity,
    overrides: row.overrides,
    periodsElapsed: row.periods_elapsed,
    timeZone: row.time_zone,
    anchorAt: row.anchor_at,
    periodIndex: row.period_index,
    currentPeriodStartAt: row.current_period_start_at,
    currentPeriodEndAt: row.current_period_end_at,
    segmentStartAt: row.segment_start_at,
    pausedAt: row.paused_at,
    resumesAt: row.resumes_at,
    scheduled: row.scheduled,
    quotaAnchorAt: row.quota_anchor_at,
    trialEndsAt: row.trial_ends_at,
    trialNoticedAt: row.trial_noticed_at,
    cancelAtPeriodEnd: row.cancel_at_period_end,
    cancelReason: row.cancel_reason,
    canceledAt: row.canceled_at,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
