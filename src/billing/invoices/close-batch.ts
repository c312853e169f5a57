import { creditorReference } from '#connectors/payments';
import { type Db, inTransaction, Problem, sqlState } from '#kernel';
import { type EntryDraft, post } from '#ledger';
import { type BillableSegment, presentOf } from './billable.ts';
import { buildInvoice } from './build-invoice.ts';
import type { InvoiceCause } from './cause.ts';
import type { Charge } from './charge.ts';
import { eachGroup, groupsOf } from './consolidate.ts';
import type { Invoice, InvoiceDraft } from './invoice.ts';
import { announceIssued, bookIssued, numberInvoices } from './issue.ts';
import { obstacleOf } from './obstacle.ts';
import {
  type BatchPlan,
  type CloseMode,
  type CloseOutcome,
  type PlannedSubscription,
  planBatch,
  reasonOf,
} from './plan-batch.ts';
import { policiesOf } from './policy.ts';
import { invoiceProblems } from './problems.ts';
import { inputBatch } from './recorded-inputs.ts';
import { type Failure, failuresIn, recordSetAside } from './set-aside.ts';
import type { BillingSettings } from './settings.ts';
import type { CloseSources, Organizations } from './sources.ts';
import * as closeStore from './store-close.ts';
import * as fences from './store-fences.ts';
import { insertInputs } from './store-inputs.ts';
import * as invoiceStore from './store-invoices.ts';
import { type LateLooks, lookedAt, planLateLooks } from './store-late-looks.ts';
import { openAmong, recordOutcomes } from './store-runs.ts';
import type { TaxBook, TaxSource } from './tax-source.ts';

export interface CloseDeps {
  readonly db: Db;
  readonly sources: CloseSources;
  readonly defaults: BillingSettings;
  readonly taxes: TaxSource;
  /** Called at each step; crash tests kill the process there. */
  readonly failpoint: (name: string) => void;
  /**
   * What else must become true together with issued invoices, e.g. that they are to be collected. Answers what is to be
   * booked with them.
   */
  readonly onIssued: (
    tx: Db,
    invoices: readonly Invoice[],
    at: Temporal.Instant,
  ) => Promise<readonly EntryDraft[]>;
}

export interface CloseRequest {
  readonly ids: readonly string[];
  readonly mode: CloseMode;
  readonly at: Temporal.Instant;
  /** Leave invoices as drafts for a person to look at. */
  readonly leaveDraft: boolean;
  readonly runId: string | null;
}

export type CloseOutcomes = Map<string, CloseOutcome>;

/**
 * Closes a batch of subscriptions in one transaction: all of them, or after a crash none. Subscriptions that
 * another worker is billing right now are `busy` and left alone. When the database refuses the batch because
 * of what one of them would write, the batch is halved until that one is found and set aside.
 */
export async function closeBatch(deps: CloseDeps, request: CloseRequest): Promise<CloseOutcomes> {
  try {
    const outcomes = await inTransaction(deps.db, (tx) => closeWithin(tx, deps, request));
    deps.failpoint('invoice.after_commit');
    return outcomes;
  } catch (error) {
    if (!isRefusedByData(error)) throw error;
    if (request.ids.length === 1) return setAsideOne(deps, request, request.ids[0]!, error);
    const middle = Math.ceil(request.ids.length / 2);
    const first = await closeBatch(deps, { ...request, ids: request.ids.slice(0, middle) });
    const second = await closeBatch(deps, { ...request, ids: request.ids.slice(middle) });
    return new Map([...first, ...second]);
  }
}

/** Data that the database or another room will not have; anything else is no fault of a subscription. */
export function isRefusedByData(error: unknown): boolean {
  const state = sqlState(error);
  return error instanceof Problem || state?.startsWith('22') === true || state?.startsWith('23') === true;
}

async function setAsideOne(
  deps: CloseDeps,
  request: CloseRequest,
  subscriptionId: string,
  error: unknown,
): Promise<CloseOutcomes> {
  // Somebody changed it meanwhile: nothing is wrong with it, and the next run finds it as it is then.
  if (error instanceof Problem && error.kind === invoiceProblems.subscriptionChanged) {
    return new Map([[subscriptionId, { outcome: 'busy' }]]);
  }
  const reason = reasonOf(error);
  const outcomes: CloseOutcomes = new Map([[subscriptionId, { outcome: 'set_aside', reason }]]);
  await inTransaction(deps.db, async (tx) => {
    await recordSetAside(tx, [{ subscriptionId, reason, obstacle: obstacleOf(error) }], request.at);
    await recordOutcomes(tx, request.runId, outcomes);
  });
  return outcomes;
}

/** The close within the caller's transaction. */
export async function closeWithin(tx: Db, deps: CloseDeps, request: CloseRequest): Promise<CloseOutcomes> {
  const outcomes: CloseOutcomes = new Map();
  const claimed = await fences.claimFences(tx, request.ids, request.at);
  const ids = claimed.map((one) => one.subscriptionId);
  const isClaimed = new Set(ids);
  const left = request.ids.filter((id) => !isClaimed.has(id));
  const aside = await fences.setAsideReasons(tx, left);
  for (const id of left) {
    const reason = aside.get(id);
    outcomes.set(id, reason === undefined ? { outcome: 'busy' } : { outcome: 'set_aside', reason });
  }
  const open = request.runId === null ? ids : await openAmong(tx, request.runId, ids);
  if (open.length > 0) await closeClaimed(tx, deps, request, open, outcomes);
  const mended = claimed.filter((one) => one.hadTrouble && isBilled(outcomes.get(one.subscriptionId)));
  await fences.forgetTrouble(
    tx,
    mended.map((one) => one.subscriptionId),
  );
  await recordOutcomes(tx, request.runId, outcomes);
  deps.failpoint('invoice.before_commit');
  return outcomes;
}

function isBilled(found: CloseOutcome | undefined): boolean {
  return found?.outcome === 'invoiced' || found?.outcome === 'nothing_to_bill';
}

async function closeClaimed(
  tx: Db,
  deps: CloseDeps,
  request: CloseRequest,
  claimed: readonly string[],
  outcomes: CloseOutcomes,
): Promise<void> {
  const plan = await planBatch(tx, deps.sources, deps.defaults, { ...request, ids: claimed });
  for (const [id, outcome] of plan.refused) outcomes.set(id, outcome);
  const { drafts, failed } = await draftInvoices(tx, deps, plan, request);
  for (const { subscriptionId, reason } of failed)
    outcomes.set(subscriptionId, { outcome: 'set_aside', reason });
  const billable = plan.planned.filter(({ subscription }) => !outcomes.has(subscription.id));
  await write(tx, deps, { ...plan, planned: billable }, drafts, request);
  await recordSetAside(tx, failuresIn(plan, failed), request.at);
  if (request.mode === 'due') await lookedAt(tx, claimed, request.at);
  await addBilled(tx, outcomes, billable, drafts);
}

/** An invoice for each subscription that has lines, or for several of a consumer together. */
export async function draftInvoices(
  tx: Db,
  deps: CloseDeps,
  plan: BatchPlan,
  request: CloseRequest,
): Promise<{ drafts: InvoiceDraft[]; failed: Failure[] }> {
  const billed = plan.planned.filter((one) => one.plan.lines.length > 0);
  if (billed.length === 0) return { drafts: [], failed: [] };
  const parties = billed.flatMap(({ subscription }) => [
    subscription.providerId,
    subscription.organizationId,
  ]);
  const organizations = await deps.sources.organizations(tx, [...new Set(parties)]);
  const products = new Set(billed.map(({ subscription }) => subscription.productId));
  const productNames = await deps.sources.productNames(tx, [...products]);
  const sequences = await sequencesOf(tx, billed);
  const references = await invoiceStore.nextPaymentReferences(tx, billed.length);
  const taxes = await taxBook(tx, deps, billed, organizations);
  const nameOf = ({ subscription: { productId } }: PlannedSubscription) =>
    productNames.get(productId) ?? productId;
  const { made, failed } = eachGroup(await groupsOf(tx, billed), (group, index) => {
    const [{ subscription, cause, plan: own }] = group as [PlannedSubscription];
    const seller = organizations.seller(subscription.providerId);
    const buyer = organizations.buyer(subscription.organizationId);
    if (!seller || !buyer) throw new Problem(invoiceProblems.sellerUnknown);
    return buildInvoice({
      subscription,
      cause,
      period: own.period,
      sequence: (sequences.get(subscription.id) ?? 0) + 1,
      lines: group.flatMap((one) => one.plan.lines),
      productName: [...new Set(group.map(nameOf))].join(', '),
      productNames: new Map(group.map((one) => [one.subscription.id, nameOf(one)])),
      seller,
      buyer,
      feeBasisPoints: plan.settingsOf(subscription.providerId).commissionBasisPoints,
      taxes,
      paymentReference: creditorReference(references[index]!),
      at: request.at,
      runId: request.runId,
    });
  });
  const failures = failed.map(({ subscriptionId, error }) => {
    return { subscriptionId, reason: reasonOf(error), obstacle: obstacleOf(error) };
  });
  if (request.leaveDraft) return { drafts: made, failed: failures };
  return { drafts: await issueOrWait(tx, made, plan, organizations, request.at), failed: failures };
}

/** Numbers the drafts; those of providers who want to look at theirs first wait for the time that these have chosen. */
async function issueOrWait(
  tx: Db,
  drafts: readonly InvoiceDraft[],
  plan: BatchPlan,
  organizations: Organizations,
  at: Temporal.Instant,
): Promise<InvoiceDraft[]> {
  const policyOf = await policiesOf(
    tx,
    drafts.map((draft) => draft.providerId),
  );
  const hoursOf = (draft: InvoiceDraft) => policyOf(draft.providerId).draftGraceHours;
  const waiting = drafts.filter((draft) => hoursOf(draft) > 0);
  const ready = drafts.filter((draft) => hoursOf(draft) === 0);
  return [
    ...waiting.map((draft) => ({ ...draft, finalizeAt: at.add({ hours: hoursOf(draft) }) })),
    ...(await number(tx, ready, plan, organizations, at)),
  ];
}

function taxBook(
  tx: Db,
  deps: CloseDeps,
  billed: readonly PlannedSubscription[],
  organizations: Organizations,
): Promise<TaxBook> {
  const parties = billed.flatMap(({ subscription }) => {
    const seller = organizations.seller(subscription.providerId);
    const buyer = organizations.buyer(subscription.organizationId);
    return seller && buyer ? [{ seller, buyer }] : [];
  });
  const planVersionIds = billed.flatMap((one) => one.plan.lines.map((line) => line.planVersionId));
  return deps.taxes(tx, { parties, planVersionIds });
}

/** A period has one first invoice and one renewal; others are counted. */
const COUNTED: readonly InvoiceCause[] = ['change', 'early', 'threshold', 'final', 'late'];

async function sequencesOf(tx: Db, billed: readonly PlannedSubscription[]): Promise<Map<string, number>> {
  const result = new Map<string, number>();
  for (const cause of COUNTED) {
    const own = billed.filter((one) => one.cause === cause);
    if (own.length === 0) continue;
    const starts = new Map(own.map(({ subscription, plan }) => [subscription.id, plan.period.startAt]));
    for (const [id, sequence] of await closeStore.invoiceSequences(tx, cause, starts))
      result.set(id, sequence);
  }
  return result;
}

function number(
  tx: Db,
  drafts: readonly InvoiceDraft[],
  plan: BatchPlan,
  organizations: Organizations,
  at: Temporal.Instant,
): Promise<InvoiceDraft[]> {
  const sellerOf = (providerId: string) => ({
    slug: organizations.slug(providerId),
    paymentTermsDays: plan.settingsOf(providerId).paymentTermsDays,
  });
  return numberInvoices(tx, drafts, sellerOf, at);
}

/**
 * All rows of the batch, each table in one statement; the ledger comes last because its locks are the
 * busiest.
 */
async function write(
  tx: Db,
  deps: CloseDeps,
  plan: BatchPlan,
  invoices: readonly InvoiceDraft[],
  request: CloseRequest,
): Promise<void> {
  const { at } = request;
  const invoiceIds = new Map(
    invoices.flatMap(({ id, lines }) => lines.map((line) => [line.subscriptionId, id])),
  );
  deps.failpoint('invoice.before_charges');
  const fresh = plan.planned.flatMap((one) => one.plan.charges);
  // Lines are charges of this close, the very same objects, or such as were carried from closes before it.
  const lines = plan.planned.flatMap((one) => one.plan.lines);
  const listed = new Set(lines);
  const invoiceIdOf = (charge: Charge) =>
    listed.has(charge) ? (invoiceIds.get(charge.subscriptionId) ?? null) : null;
  await closeStore.insertCharges(tx, fresh, invoiceIdOf, at);
  const isFresh = new Set(fresh);
  const carried = lines.filter((line) => !isFresh.has(line));
  await closeStore.takeUpCarried(
    tx,
    carried.map((item) => ({ item, invoiceId: invoiceIds.get(item.subscriptionId)! })),
  );
  const inputs = inputBatch(invoices, plan.planned);
  await insertInputs(tx, inputs);
  await invoiceStore.insertInvoices(tx, invoices, inputs);
  deps.failpoint('invoice.after_rows');
  const taken = await deps.sources.takeCredits(tx, fresh, invoiceIdOf, at);
  const turns = plan.planned.flatMap((one) => one.plan.credit ?? []);
  const turned = await deps.sources.turnCredits(tx, turns, at);
  const credit = [...taken, ...turned];
  await writeClosed(tx, deps, plan, invoiceIds, at);
  const issued = invoices.filter((invoice) => invoice.state === 'issued');
  if (issued.length === 0) return void (await post(tx, credit, at));
  await announceIssued(tx, issued, at);
  const further = await deps.onIssued(tx, issued, at);
  deps.failpoint('invoice.before_ledger');
  await bookIssued(tx, issued, [...credit, ...further], at);
}

/** What is over with this close, and what follows from that for the subscriptions. */
async function writeClosed(
  tx: Db,
  { sources }: CloseDeps,
  { planned, highestBatch }: BatchPlan,
  invoiceIds: ReadonlyMap<string, string>,
  at: Temporal.Instant,
): Promise<void> {
  const closed = planned.flatMap(({ subscription, plan: { closes } }) => {
    const { id: subscriptionId } = subscription;
    const invoiceId = invoiceIds.get(subscriptionId) ?? null;
    return closes.map((segment) => {
      const isTogether = (one: BillableSegment) =>
        one.billingPeriod.startAt.equals(segment.billingPeriod.startAt);
      const lastEndAt = closes.findLast(isTogether)!.period.endAt;
      return { subscriptionId, segment, lastEndAt, highestBatch, invoiceId };
    });
  });
  await closeStore.insertClosedSegments(tx, closed, at);
  const before = planned.flatMap(({ subscription, plan: { closes } }) =>
    closes
      .filter((segment) => segment !== presentOf(subscription))
      .map(({ period }) => ({ subscriptionId: subscription.id, startAt: period.startAt })),
  );
  if (before.length > 0) await sources.settle(tx, before, at);
  const over = planned.filter((one) => one.cause === 'renewal').map((one) => one.subscription);
  if (over.length > 0) await sources.advance(tx, over, at);
  await planLateLooks(tx, planned.flatMap(looksAfter));
}

const LATE_LOOKS = 2;
const LONGEST_BETWEEN_LOOKS_SECONDS = 31 * 86_400;

/** With the last close of a subscription nothing closes its periods any more, and late usage would go unseen. */
function looksAfter({ subscription, cause, plan: { closes } }: PlannedSubscription): LateLooks[] {
  const last = closes.at(-1);
  const ends = !subscription.live || (cause === 'renewal' && subscription.next === null);
  if (!last || !ends) return [];
  const wholeSeconds = Math.ceil(
    (last.whole.endAt.epochMilliseconds - last.whole.startAt.epochMilliseconds) / 1000,
  );
  const everySeconds = Math.min(wholeSeconds, LONGEST_BETWEEN_LOOKS_SECONDS);
  const firstAt = last.period.endAt.add({ seconds: everySeconds });
  const { id: subscriptionId, organizationId } = subscription;
  return [{ subscriptionId, organizationId, firstAt, everySeconds, count: LATE_LOOKS }];
}

async function addBilled(
  tx: Db,
  outcomes: CloseOutcomes,
  billable: readonly PlannedSubscription[],
  invoices: readonly InvoiceDraft[],
): Promise<void> {
  for (const invoice of invoices) {
    for (const { subscriptionId } of invoice.lines) {
      outcomes.set(subscriptionId, { outcome: 'invoiced', invoiceId: invoice.id });
    }
  }
  const nothing = billable.map(({ subscription }) => subscription.id).filter((id) => !outcomes.has(id));
  const notDue = [...outcomes].filter(([, { outcome }]) => outcome === 'not_due').map(([id]) => id);
  if (nothing.length + notDue.length === 0) return;
  const latest = await invoiceStore.latestInvoices(tx, [...nothing, ...notDue]);
  for (const id of nothing)
    outcomes.set(id, { outcome: 'nothing_to_bill', invoiceId: latest.get(id) ?? null });
  for (const id of notDue) outcomes.set(id, { outcome: 'not_due', invoiceId: latest.get(id) ?? null });
}
