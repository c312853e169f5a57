import { planVersions } from '#catalog';
import { type Db, newId, notFound, Problem } from '#kernel';
import {
  type PlannedChange,
  planChange,
  type Subscription,
  type SubscriptionChange,
  subscriptionsByIds,
} from '#subscriptions';
import type { CloseDeps } from '../invoices/index.ts';
import { type ChangeRequest, keepChange, readRequest, roleIn } from './change-request.ts';
import { policyOf } from './policy.ts';
import { type ChangeMoney, previewChanges } from './preview-changes.ts';
import { changeProblems } from './problems.ts';
import { presentPreview, versionIdsOf } from './quote.ts';
import { insertQuote, type Quote } from './store-quotes.ts';

export const QUOTE_MINUTES = 15;

export interface QuoteOrder {
  readonly subscriptionId: string;
  /** The consumer or the provider. */
  readonly organizationId: string;
  readonly change: ChangeRequest;
  /** Where the change stands in the caller's body. */
  readonly pointer?: string;
  readonly reason: string | null;
  readonly at: Temporal.Instant;
}

/** Says what a change would come to. Nothing of the subscription is touched. */
export async function makeQuote(tx: Db, deps: CloseDeps, order: QuoteOrder): Promise<Quote> {
  const subscription = (await subscriptionsByIds(tx, [order.subscriptionId])).get(order.subscriptionId);
  const role = roleIn(subscription, order.organizationId);
  if (!subscription) throw notFound('subscription');
  const at = order.at.round({ smallestUnit: 'millisecond', roundingMode: 'floor' });
  const policy = await policyOf(tx, subscription.providerOrganizationId);
  const change = await readRequest(tx, subscription, order.change, {
    role,
    policy,
    pointer: order.pointer ?? '',
  });
  const planned = await plan(tx, subscription, change, at);
  const money = await moneyOf(tx, deps, planned, at);
  const versions = await planVersions(tx, versionIdsOf(planned));
  const quote: Quote = {
    id: newId('quo'),
    subscriptionId: subscription.id,
    requestedBy: order.organizationId,
    change: keepChange(change),
    reason: order.reason,
    at,
    expiresAt: at.add({ minutes: QUOTE_MINUTES }),
    revision: subscription.revision,
    dueMinor: money.dueMinor,
    creditMinor: money.creditMinor,
    currency: money.currency,
    shown: presentPreview(planned, money, versions),
    acceptedAt: null,
    invoiceId: null,
  };
  await insertQuote(tx, quote);
  return quote;
}

/** The change with the plan versions that it needs. */
export async function plan(
  db: Db,
  subscription: Subscription,
  change: SubscriptionChange,
  at: Temporal.Instant,
): Promise<PlannedChange> {
  const { planVersionId, scheduled } = subscription;
  const versions = await planVersions(db, [planVersionId, scheduled?.planVersionId ?? planVersionId]);
  return planChange(subscription, (id) => versions.get(id)!, change, at);
}

async function moneyOf(
  db: Db,
  deps: CloseDeps,
  planned: PlannedChange,
  at: Temporal.Instant,
): Promise<ChangeMoney> {
  const { of, refused } = await previewChanges(db, deps, [planned], at);
  const money = of.get(planned.after.id);
  const reason = refused.get(planned.after.id);
  if (money && reason === undefined) return money;
  throw new Problem(changeProblems.changeNotBillable, reason === undefined ? {} : { detail: reason });
}
