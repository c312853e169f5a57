import { type Db, emit, newId } from '#kernel';
import {
  attribution,
  dueSubscriptions,
  loadSubscriptionsForGateway,
  subscriptionsByIds,
} from '#subscriptions';
import { billingRunRequested } from './events.ts';
import { type BillingRun, insertRun, insertRunItems } from './store-runs.ts';

export interface RunOrder {
  /** Whose consumers; null: everybody's. */
  readonly providerId: string | null;
  /** Only these consumers' subscriptions; null: all. */
  readonly organizationIds: readonly string[] | null;
  readonly subscriptionIds: readonly string[] | null;
  readonly closeCurrentPeriod: boolean;
  readonly leaveDraft: boolean;
  readonly requestedBy: string;
  readonly at: Temporal.Instant;
}

const pageSize = 5000;

/** Writes down what a run has to do; the job that does it is sent once this is committed. */
export async function requestRun(tx: Db, order: RunOrder): Promise<BillingRun> {
  const run: BillingRun = {
    id: newId('run'),
    providerId: order.providerId,
    requestedBy: order.requestedBy,
    closeCurrentPeriod: order.closeCurrentPeriod,
    leaveDraft: order.leaveDraft,
    at: order.at,
    state: 'queued',
    createdAt: order.at,
    finishedAt: null,
  };
  await insertRun(tx, run);
  for await (const ids of subscriptionsOf(tx, order)) await insertRunItems(tx, run.id, ids);
  await emit(tx, billingRunRequested, { run_id: run.id }, { organizationId: order.providerId, at: order.at });
  return run;
}

interface Candidate {
  readonly id: string;
  readonly providerOrganizationId: string;
}

/**
 * The ids of the subscriptions that an order is about, in pages. Ids that are none of the provider's are left
 * out.
 */
export async function* subscriptionsOf(db: Db, order: RunOrder): AsyncGenerator<string[]> {
  for await (const page of candidates(db, order)) {
    const own = page.filter(
      (one) => order.providerId === null || one.providerOrganizationId === order.providerId,
    );
    if (own.length > 0) yield own.map((one) => one.id);
  }
}

async function* candidates(db: Db, order: RunOrder): AsyncGenerator<Candidate[]> {
  const { subscriptionIds, organizationIds } = order;
  if (subscriptionIds !== null) yield [...(await subscriptionsByIds(db, subscriptionIds)).values()];
  if (organizationIds !== null) {
    const found = [...(await attribution.forOrganizations(db, organizationIds)).values()].flat();
    yield found.map(({ subscriptionId, providerOrganizationId }) => ({
      id: subscriptionId,
      providerOrganizationId,
    }));
  }
  if (subscriptionIds !== null || organizationIds !== null) return;
  let after = '';
  while (true) {
    const page: Candidate[] = order.closeCurrentPeriod
      ? await loadSubscriptionsForGateway(db, { after, limit: pageSize })
      : await dueSubscriptions(db, order.at, pageSize, after);
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)!.id;
  }
}
