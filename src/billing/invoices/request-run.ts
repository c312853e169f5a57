import { type Db, emit, isSandbox, newId } from '#kernel';
import { attribution, loadSubscriptionsForGateway, subscriptionsByIds } from '#subscriptions';
import { billingRunRequested } from './events.ts';
import { roomSources } from './faces.ts';
import { type BillingRun, findRun, insertRun, insertRunItems } from './store-runs.ts';

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
  const id = newId('run');
  const { providerId, requestedBy, closeCurrentPeriod, leaveDraft, at } = order;
  await insertRun(tx, { id, providerId, requestedBy, closeCurrentPeriod, leaveDraft, at, createdAt: at });
  for await (const ids of subscriptionsOf(tx, order)) await insertRunItems(tx, id, ids);
  await emit(tx, billingRunRequested, { run_id: id }, { organizationId: providerId, at });
  return (await findRun(tx, id))!;
}

/**
 * The ids of the subscriptions that an order is about, in pages and in their order, from after the given one. Ids that are
 * none of the provider's are left out, and those of sandbox consumers: a run has one time, and theirs is another.
 */
export async function* subscriptionsOf(db: Db, order: RunOrder, afterId = ''): AsyncGenerator<string[]> {
  const { providerId } = order;
  for await (const page of candidates(db, order, afterId)) {
    const known = await subscriptionsByIds(db, page);
    const own = page.filter((id) => {
      const of = known.get(id);
      const isTheirs = providerId === null || of?.providerOrganizationId === providerId;
      return of && isTheirs && !isSandbox(of.organizationId);
    });
    if (own.length > 0) yield own;
  }
}

async function* candidates(db: Db, order: RunOrder, afterId: string): AsyncGenerator<string[]> {
  const { subscriptionIds, organizationIds, closeCurrentPeriod, at } = order;
  if (subscriptionIds !== null || organizationIds !== null) {
    const chosen = await subscriptionsByIds(db, subscriptionIds ?? []);
    const found = await attribution.forOrganizations(db, organizationIds ?? []);
    const ids = [...chosen.keys(), ...[...found.values()].flat().map((one) => one.subscriptionId)];
    yield [...new Set(ids)].sort().filter((id) => id > afterId);
    return;
  }
  for (let after = afterId; ; ) {
    const page = closeCurrentPeriod
      ? (await loadSubscriptionsForGateway(db, { after, limit: pageSize })).map((one) => one.id)
      : await roomSources.due(db, at, { limit: pageSize, afterId: after });
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)!;
  }
}
