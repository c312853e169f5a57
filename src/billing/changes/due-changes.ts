/** What of subscriptions falls due by itself: the ends of pauses, notices of trials, and credit that an end left. */
import { planVersions } from '#catalog';
import {
  type Db,
  emitAll,
  formatAmount,
  instantText,
  inTransaction,
  isSandbox,
  Problem,
  systemActor,
  type TimeScope,
} from '#kernel';
import {
  applyChange,
  factsOf,
  lockSubscription,
  markTrialsNoticed,
  openSegments,
  resumableAt,
  type Subscription,
  type SubscriptionChange,
  subscriptionsByIds,
  subscriptionTrialWillEnd,
  trialsEndingBy,
} from '#subscriptions';
import {
  type CloseDeps,
  carriedCharges,
  closeWithin,
  holdFence,
  isRefusedByData,
  reasonOf,
  recordSetAside,
  setAsideReasons,
} from '../invoices/index.ts';
import { payersAmong } from '../payments/index.ts';
import { subscriptionCreditLeft } from './events.ts';
import { plan } from './make-quote.ts';
import { changeProblems } from './problems.ts';
import { creditsToTell, markCreditsTold, withDrafts } from './store-quotes.ts';

const PAGE = 500;
const actor = systemActor('billing');
const NOTICE = { hours: 72 };
/** Before the close that would turn it into a paid one, however short the grace. */
const LAST_LOOK = { minutes: 10 };
const MOMENT = { milliseconds: 1 };

/** What is due within a scope of time. Doing it again changes nothing. */
export async function workDueChanges(deps: CloseDeps, scope: TimeScope): Promise<void> {
  await resumeDue(deps, scope);
  await endUnpayableTrials(deps, scope);
  await noticeTrials(deps, scope);
  await tellCredits(deps, scope);
}

async function resumeDue(deps: CloseDeps, scope: TimeScope): Promise<void> {
  const { at } = scope;
  const due = await resumableAt(deps.db, scope, PAGE);
  const aside = await setAsideReasons(
    deps.db,
    due.map((one) => one.id),
  );
  for (const { id } of due) {
    if (aside.has(id)) continue;
    await changeOrSetAside(deps, id, at, (now) => {
      if (now.resumesAt === null || Temporal.Instant.compare(now.resumesAt, at) > 0) return null;
      return { change: { kind: 'resume' }, at: now.resumesAt };
    });
  }
}

/** A plan that wants a payment method for its trial has no paid period without one. */
async function endUnpayableTrials(deps: CloseDeps, scope: TimeScope): Promise<void> {
  const { at } = scope;
  const ending = await trialsEndingBy(
    deps.db,
    { ...scope, at: at.add(LAST_LOOK) },
    { untold: false, limit: PAGE },
  );
  const versions = await planVersions(
    deps.db,
    ending.map((one) => one.planVersionId),
  );
  const payers = await payersAmong(
    deps.db,
    ending.map((one) => one.organizationId),
  );
  for (const one of ending) {
    const wantsMethod = versions.get(one.planVersionId)?.terms.trial_requires_payment_method === true;
    if (!wantsMethod || payers.has(one.organizationId)) continue;
    await changeOrSetAside(deps, one.id, at, (now) => {
      if (now.state !== 'trialing' || now.cancelAtPeriodEnd) return null;
      const latest = now.currentPeriodEndAt.subtract(MOMENT);
      const reason = 'The trial ends without a payment method.';
      return {
        change: { kind: 'cancel', when: 'period_end', reason, creditUnused: false },
        at: Temporal.Instant.compare(at, latest) < 0 ? at : latest,
      };
    });
  }
}

/** One change in a transaction of its own; when it cannot be made, the subscription is set aside with the reason. */
async function changeOrSetAside(
  deps: CloseDeps,
  id: string,
  at: Temporal.Instant,
  decide: (now: Subscription) => { change: SubscriptionChange; at: Temporal.Instant } | null,
): Promise<void> {
  try {
    await inTransaction(deps.db, async (tx) => {
      await holdFence(tx, id);
      const now = await lockSubscription(tx, id);
      const decided = now && decide(now);
      if (!now || !decided) return;
      const planned = await plan(tx, now, decided.change, decided.at);
      await applyChange(tx, planned, { actor, at, detail: {} });
      const request = { ids: [id], mode: 'change', at, leaveDraft: false, runId: null } as const;
      const outcome = (await closeWithin(tx, deps, request)).get(id)!;
      if ('reason' in outcome) {
        throw new Problem(changeProblems.changeNotBillable, { detail: outcome.reason });
      }
    });
  } catch (error) {
    if (!isRefusedByData(error)) throw error;
    const failure = { subscriptionId: id, reason: reasonOf(error) };
    await inTransaction(deps.db, (tx) => recordSetAside(tx, [failure], at));
  }
}

async function noticeTrials({ db }: CloseDeps, scope: TimeScope): Promise<void> {
  const { at } = scope;
  const ending = await trialsEndingBy(db, { ...scope, at: at.add(NOTICE) }, { untold: true, limit: PAGE });
  if (ending.length === 0) return;
  await inTransaction(db, async (tx) => {
    const ids = ending.map((one) => one.id);
    const marked = new Set(await markTrialsNoticed(tx, ids, at));
    const facts = ending
      .filter((one) => marked.has(one.id))
      .map((one) => ({
        payload: { ...factsOf(one), trial_ends_at: instantText(one.currentPeriodEndAt) },
        about: { organizationId: one.organizationId, at },
      }));
    await emitAll(tx, subscriptionTrialWillEnd, facts);
  });
}

/** Once all that was used until the end is billed and what was billed is issued, what is left of what was paid is known. */
async function tellCredits({ db }: CloseDeps, { at, organizationId }: TimeScope): Promise<void> {
  for (let afterId = ''; ; ) {
    const waiting = await creditsToTell(db, { afterId, limit: PAGE });
    if (waiting.length > 0) {
      await inTransaction(db, (tx) => tellThese(tx, waiting, { at, organizationId }));
    }
    if (waiting.length < PAGE) return;
    afterId = waiting.at(-1)!.id;
  }
}

async function tellThese(
  tx: Db,
  waiting: readonly { id: string; subscriptionId: string }[],
  { at, organizationId: traveller }: TimeScope,
): Promise<void> {
  const ids = waiting.map((one) => one.subscriptionId);
  const open = await openSegments(tx, ids);
  const drafted = await withDrafts(tx, ids);
  const known = await subscriptionsByIds(tx, ids);
  const isTheirs = (id: string) => {
    const owner = known.get(id)?.organizationId ?? '';
    return traveller === null ? !isSandbox(owner) : owner === traveller;
  };
  const over = waiting.filter(({ subscriptionId: id }) => !open.has(id) && !drafted.has(id) && isTheirs(id));
  const told = await markCreditsTold(
    tx,
    over.map((one) => one.id),
    at,
  );
  const carried = await carriedCharges(tx, ids);
  const facts = over.flatMap(({ id, subscriptionId }) => {
    const subscription = known.get(subscriptionId);
    const charges = carried.get(subscriptionId) ?? [];
    const minor = -charges.reduce((sum, charge) => sum + charge.amountMinor, 0n);
    if (!told.has(id) || subscription?.state !== 'canceled' || minor <= 0n) return [];
    const { organizationId, providerOrganizationId, currency } = subscription;
    const payload = {
      ...{ subscription_id: subscriptionId, organization_id: organizationId },
      ...{ provider_id: providerOrganizationId, amount: formatAmount({ minor, currency }), currency },
    };
    return [{ payload, about: { organizationId, at } }];
  });
  await emitAll(tx, subscriptionCreditLeft, facts);
}
