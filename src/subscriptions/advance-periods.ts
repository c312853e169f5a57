import { planVersions } from '#catalog';
import { type Db, emitAll, instantText, recordChanges } from '#kernel';
import { SUBSCRIPTION_TOPIC } from './create-subscription.ts';
import { factsOf, subscriptionCanceled, subscriptionRenewed } from './events.ts';
import { lockSubscriptions, updatePeriods } from './store-subscriptions.ts';
import { isLive, nextPeriod, type PeriodTerms, type Subscription, sameCycle } from './subscription.ts';

/**
 * What a subscription is once its present period is over: in its next period, changed when a change was scheduled, or
 * canceled when that was asked for. Pure: billing previews with it, and `advancePeriods` writes exactly this.
 * `termsOf` answers for the plan version that it is on and the one that it is scheduled for.
 */
export function afterPeriod(
  of: Subscription,
  termsOf: (planVersionId: string) => PeriodTerms,
  at: Temporal.Instant,
): Subscription {
  const written = { revision: of.revision + 1, updatedAt: at };
  if (of.cancelAtPeriodEnd)
    return { ...of, ...written, state: 'canceled', canceledAt: of.currentPeriodEndAt };
  if (of.scheduled === null) return { ...of, ...written, ...nextPeriod(of, termsOf(of.planVersionId)) };
  const [before, after] = [termsOf(of.planVersionId), termsOf(of.scheduled.planVersionId)];
  const clocked = nextPeriod(of, after, !sameCycle(before, after));
  return { ...of, ...written, ...of.scheduled, scheduled: null, ...clocked };
}

/**
 * Moves subscriptions over the end of the period in which the caller saw them, in a handful of statements
 * however many they are. One that is not in that period any more, whose period is not over at `at` or that
 * has ended is left as it is, so that repeating changes nothing. Answers all of them as they are now.
 */
export async function advancePeriods(
  tx: Db,
  seen: readonly Pick<Subscription, 'id' | 'currentPeriodEndAt'>[],
  at: Temporal.Instant,
): Promise<Map<string, Subscription>> {
  const current = await lockSubscriptions(
    tx,
    seen.map((one) => one.id),
  );
  const endSeen = new Map(seen.map((one) => [one.id, one.currentPeriodEndAt]));
  const due = current.filter(
    (one) => isLive(one) && one.currentPeriodEndAt.equals(endSeen.get(one.id)!) && isOver(one, at),
  );
  const versions = await planVersions(
    tx,
    due.flatMap((one) => [one.planVersionId, ...(one.scheduled ? [one.scheduled.planVersionId] : [])]),
  );
  const moved = due.map((before) => {
    const termsOf = (planVersionId: string) => {
      const version = versions.get(planVersionId);
      if (version) return version.terms;
      throw new Error(`${before.id} stands on the plan version ${planVersionId}, which is gone`);
    };
    return { before, after: afterPeriod(before, termsOf, at) };
  });
  await updatePeriods(
    tx,
    moved.map(({ after }) => after),
  );
  await recordChanges(
    tx,
    SUBSCRIPTION_TOPIC,
    moved.map(({ after }) => after.id),
  );
  await announce(tx, moved);
  const result = new Map(current.map((one) => [one.id, one]));
  for (const { after } of moved) result.set(after.id, after);
  return result;
}

function isOver(of: Subscription, at: Temporal.Instant): boolean {
  return Temporal.Instant.compare(of.currentPeriodEndAt, at) <= 0;
}

async function announce(
  tx: Db,
  moved: readonly { before: Subscription; after: Subscription }[],
): Promise<void> {
  // The facts are true since the period's end, however late the job came.
  const about = (before: Subscription) => ({
    organizationId: before.organizationId,
    at: before.currentPeriodEndAt,
  });
  const ended = moved.filter(({ after }) => after.state === 'canceled');
  await emitAll(
    tx,
    subscriptionCanceled,
    ended.map(({ before, after }) => ({ payload: factsOf(after), about: about(before) })),
  );
  const renewed = moved.filter(({ after }) => after.state !== 'canceled');
  await emitAll(
    tx,
    subscriptionRenewed,
    renewed.map(({ before, after }) => ({
      payload: {
        ...factsOf(after),
        previous_period_start_at: instantText(before.currentPeriodStartAt),
        was_trial: before.state === 'trialing',
      },
      about: about(before),
    })),
  );
}
