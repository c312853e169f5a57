import { planVersions } from '#catalog';
import { type Clock, type Db, inTransaction, Problem, systemActor } from '#kernel';
import { applyChange, lockSubscription } from '#subscriptions';
import { type CloseDeps, closeWithin, holdFence, isRefusedByData, reasonOf } from '../invoices/index.ts';
import { planMove } from './move.ts';
import { changeProblems } from './problems.ts';
import * as store from './store-moves.ts';

const PAGE = 100;

/**
 * Does what is left of a move, each subscription in a transaction of its own and once, however many work on it. One that
 * cannot be moved is listed with its reason and does not stop the others.
 */
export async function workMove(
  deps: CloseDeps,
  clock: Clock,
  moveId: string,
  signal?: AbortSignal,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const move = await store.lockMove(tx, moveId);
    if (move?.state === 'queued') await store.setMoveState(tx, moveId, 'running', null);
  });
  for (;;) {
    const move = await store.findMove(deps.db, moveId);
    if (move?.state !== 'running' || signal?.aborted) return;
    const ids = await store.openItems(deps.db, moveId, PAGE);
    if (ids.length === 0) return finish(deps.db, moveId, clock.now());
    let worked = 0;
    for (const id of ids) {
      if (signal?.aborted) return;
      if (await workItem(deps, move, id, clock.now(move.providerId))) worked += 1;
    }
    // Somebody else is at all of them.
    if (worked === 0) return;
  }
}

async function finish(db: Db, moveId: string, at: Temporal.Instant): Promise<void> {
  await inTransaction(db, async (tx) => {
    const move = await store.lockMove(tx, moveId);
    if (move?.state === 'running') await store.setMoveState(tx, moveId, 'done', at);
  });
}

/** False when another worker has it. */
async function workItem(
  deps: CloseDeps,
  move: store.Move,
  id: string,
  at: Temporal.Instant,
): Promise<boolean> {
  try {
    return await inTransaction(deps.db, async (tx) => {
      if (!(await store.claimItem(tx, move.id, id))) return false;
      await store.recordItem(tx, move.id, await moveOne(tx, deps, move, id, at), at);
      return true;
    });
  } catch (error) {
    if (!isRefusedByData(error)) throw error;
    const failed = {
      subscriptionId: id,
      outcome: 'failed',
      reason: reasonOf(error),
      invoiceId: null,
    } as const;
    await inTransaction(deps.db, (tx) => store.recordItem(tx, move.id, failed, at));
    return true;
  }
}

async function moveOne(
  tx: Db,
  deps: CloseDeps,
  move: store.Move,
  id: string,
  at: Temporal.Instant,
): Promise<store.MoveItem> {
  await holdFence(tx, id);
  const before = await lockSubscription(tx, id);
  const item = { subscriptionId: id, reason: null, invoiceId: null };
  if (!before || before.canceledAt !== null)
    return { ...item, outcome: 'unchanged', reason: 'It has ended.' };
  const versions = await planVersions(tx, [...move.fromVersionIds, move.toVersionId]);
  const isSubject = move.fromVersionIds.includes(before.planVersionId) && before.scheduled === null;
  const verdict = planMove(before, { ...move, at }, versions);
  if ('reason' in verdict) {
    return { ...item, outcome: isSubject ? 'failed' : 'unchanged', reason: verdict.reason };
  }
  const { planned } = verdict;
  const actor = { ...systemActor('billing'), organizationId: move.providerId };
  await applyChange(tx, planned, { actor, at, detail: { move_id: move.id, reason: move.reason } });
  if (planned.after.scheduled !== null) return { ...item, outcome: 'scheduled' };
  const request = { ids: [id], mode: 'change', at, leaveDraft: false, runId: null } as const;
  const outcome = (await closeWithin(tx, deps, request)).get(id)!;
  if ('reason' in outcome) throw new Problem(changeProblems.changeNotBillable, { detail: outcome.reason });
  return { ...item, outcome: 'moved', invoiceId: outcome.outcome === 'invoiced' ? outcome.invoiceId : null };
}
