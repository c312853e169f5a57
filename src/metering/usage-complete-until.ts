import { type Actor, audit, type Db, inTransaction, notFound } from '#kernel';
import { highestDoneBatch, listNodes, setNodeState } from './store-shipping.ts';

/**
 * The instant before which all usage is in the store: a period that ends at or before it can close. A node
 * that is alive moves it on even when idle, one that stopped in order does not hold it back, one that was
 * killed does until it comes back or is declared lost. Null when no node has ever reported: then nothing is
 * known.
 */
export async function usageCompleteUntil(db: Db): Promise<Temporal.Instant | null> {
  const nodes = await listNodes(db);
  const holding = nodes.filter(({ state }) => state === 'alive').map(({ completeUntil }) => completeUntil);
  const stopped = nodes.filter(({ state }) => state === 'closed').map(({ completeUntil }) => completeUntil);
  if (holding.length > 0) return holding.reduce(earlier);
  return stopped.length > 0 ? stopped.reduce(later) : null;
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}

/**
 * The highest batch that an invoice may include: all batches up to it are complete, now and at every replay.
 */
export function highestBatch(db: Db): Promise<bigint> {
  return highestDoneBatch(db);
}

/** Gives up a node whose journal will not come back. If it does, what it ships is late usage. */
export async function declareNodeLost(
  db: Db,
  connection: string,
  by: { actor: Actor; at: Temporal.Instant },
) {
  await inTransaction(db, async (tx) => {
    if (!(await setNodeState(tx, connection, 'lost', by.at))) throw notFound('node');
    await audit(tx, {
      at: by.at,
      organizationId: null,
      actor: by.actor,
      action: 'metering_node.declared_lost',
      object: connection,
    });
  });
}
