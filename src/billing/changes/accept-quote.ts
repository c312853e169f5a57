import { currentPlanVersion } from '#catalog';
import { type Actor, type Db, formatAmount, instantText, notFound, Problem } from '#kernel';
import { applyChange, lockSubscription, type Subscription, type SubscriptionChange } from '#subscriptions';
import { type CloseDeps, closeWithin, findInvoice, holdFence } from '../invoices/index.ts';
import { readKept, roleIn } from './change-request.ts';
import { plan } from './make-quote.ts';
import { changeProblems } from './problems.ts';
import { lockQuote, markAccepted, type Quote } from './store-quotes.ts';

export interface Acceptance {
  readonly subscriptionId: string;
  readonly quoteId: string;
  readonly organizationId: string;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

interface Difference {
  readonly fact: string;
  readonly quoted: unknown;
  readonly now: unknown;
}

/**
 * Carries out what was quoted, as of the moment of the quote and to the same cent, or refuses and says what has become
 * different. Accepting again answers what came of the first time.
 */
export async function acceptQuote(tx: Db, deps: CloseDeps, acceptance: Acceptance): Promise<Quote> {
  const { organizationId, at } = acceptance;
  const quote = await lockQuote(tx, acceptance.quoteId);
  if (quote?.requestedBy !== organizationId || quote.subscriptionId !== acceptance.subscriptionId) {
    throw notFound('quote');
  }
  if (quote.acceptedAt !== null) return quote;
  if (Temporal.Instant.compare(quote.expiresAt, at) < 0) {
    throw new Problem(changeProblems.quoteExpired, {
      detail: `It was valid until ${instantText(quote.expiresAt)}.`,
    });
  }
  // Billing holds the fence first and the subscription then: in the same order nobody waits for ever.
  await holdFence(tx, quote.subscriptionId);
  const before = await lockSubscription(tx, quote.subscriptionId);
  if (!before) throw notFound('subscription');
  roleIn(before, organizationId);
  refuseIfDifferent(subscriptionDifferences(quote, before));
  const change = await readKept(tx, quote.change);
  refuseIfDifferent(await priceDifferences(tx, quote, before, change));
  const planned = await plan(tx, before, change, quote.at);
  const detail = { quote_id: quote.id, ...(quote.reason === null ? {} : { reason: quote.reason }) };
  await applyChange(tx, planned, { actor: acceptance.actor, at, detail });
  const invoiceId = await billChange(tx, deps, quote, at);
  await markAccepted(tx, quote.id, at, invoiceId);
  return { ...quote, acceptedAt: at, invoiceId };
}

/** The invoice of the change, made by the close in this transaction; what it comes to is what was quoted. */
async function billChange(
  tx: Db,
  deps: CloseDeps,
  quote: Quote,
  at: Temporal.Instant,
): Promise<string | null> {
  const { subscriptionId: id } = quote;
  const request = { ids: [id], mode: 'change', at, leaveDraft: false, runId: null } as const;
  const outcome = (await closeWithin(tx, deps, request)).get(id)!;
  if ('reason' in outcome) throw new Problem(changeProblems.changeNotBillable, { detail: outcome.reason });
  const invoiceId = outcome.outcome === 'invoiced' ? outcome.invoiceId : null;
  const due = invoiceId === null ? 0n : (await findInvoice(tx, invoiceId))!.invoice.totalMinor;
  const { currency } = quote;
  const text = (minor: bigint) => formatAmount({ minor, currency });
  refuseIfDifferent(
    due === quote.dueMinor ? [] : [{ fact: 'due_now', quoted: text(quote.dueMinor), now: text(due) }],
  );
  return invoiceId;
}

function subscriptionDifferences({ shown: { before }, revision }: Quote, now: Subscription): Difference[] {
  if (now.revision === revision) return [];
  const facts: Difference[] = [
    { fact: 'state', quoted: before.state, now: now.state },
    { fact: 'plan_version_id', quoted: before.plan_version_id, now: now.planVersionId },
    { fact: 'quantity', quoted: before.quantity, now: now.quantity },
    { fact: 'period_start_at', quoted: before.period_start_at, now: instantText(now.currentPeriodStartAt) },
    { fact: 'period_end_at', quoted: before.period_end_at, now: instantText(now.currentPeriodEndAt) },
  ];
  const different = facts.filter(({ quoted, now: present }) => quoted !== present);
  return different.length > 0 ? different : [{ fact: 'revision', quoted: revision, now: now.revision }];
}

/** A plan that is on offer for another price by now is not sold for the old one. */
async function priceDifferences(
  tx: Db,
  quote: Quote,
  before: Subscription,
  change: SubscriptionChange,
): Promise<Difference[]> {
  if (!('version' in change) || quote.requestedBy !== before.organizationId) return [];
  if (change.version.id === before.planVersionId) return [];
  const now = await currentPlanVersion(tx, change.version.planId);
  if (now?.id === change.version.id) return [];
  return [{ fact: 'plan_version_id', quoted: change.version.id, now: now?.id ?? null }];
}

function refuseIfDifferent(differences: readonly Difference[]): void {
  if (differences.length === 0) return;
  const facts = differences.map(({ fact }) => fact).join(', ');
  throw new Problem(changeProblems.quoteOutdated, {
    detail: `Different by now: ${facts}. Ask for another quote.`,
    extensions: { differences },
  });
}
