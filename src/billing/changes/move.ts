/** Moving subscribers of some plan versions to another one: what it would come to for each, and the order to do it. */
import { currentPlanVersion, type PlanVersionOfPlan, planVersions, products } from '#catalog';
import { findOrganizations } from '#identity';
import { type Actor, audit, type Db, emit, invalid, newId, notFound, Problem } from '#kernel';
import {
  type ChangeTiming,
  type PlannedChange,
  planChange,
  type Subscription,
  type SubscriptionChange,
  subscribersOf,
} from '#subscriptions';
import type { CloseDeps } from '../invoices/index.ts';
import { moveRequested } from './events.ts';
import { previewChanges } from './preview-changes.ts';
import { type Preview, presentPreview } from './quote.ts';
import { insertItems, insertMove, type Move } from './store-moves.ts';

export interface MoveOrder {
  readonly providerId: string;
  readonly planId: string;
  readonly toVersionId: string;
  readonly fromVersionIds: readonly string[];
  readonly timing: ChangeTiming;
  readonly reason: string;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

export interface MovePreview {
  readonly subscriptionId: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly preview: Preview | null;
  /** Why this one could not be moved. */
  readonly reason: string | null;
}

const PAGE = 2000;

export async function createMove(tx: Db, order: MoveOrder): Promise<Move> {
  await findVersions(tx, order);
  const { actor, at, providerId } = order;
  const move: Move = {
    id: newId('mov'),
    ...{ providerId, planId: order.planId, toVersionId: order.toVersionId, timing: order.timing },
    ...{ fromVersionIds: order.fromVersionIds, reason: order.reason, state: 'queued' },
    requestedBy: actor.userId ?? actor.tokenId ?? actor.name,
    createdAt: at,
    finishedAt: null,
  };
  await insertMove(tx, move);
  for (let afterId = ''; ; ) {
    const page = await subscribersOf(tx, order.fromVersionIds, { afterId, limit: PAGE });
    const ids = page.map((one) => one.id);
    if (ids.length > 0) await insertItems(tx, move.id, ids);
    if (ids.length < PAGE) break;
    afterId = ids.at(-1)!;
  }
  await emit(tx, moveRequested, { move_id: move.id }, { organizationId: providerId, at });
  const { fromVersionIds, toVersionId, timing, reason } = move;
  await audit(tx, {
    ...{ at, organizationId: providerId, actor, action: 'subscribers.move_requested', object: move.id },
    detail: { from_versions: fromVersionIds, to_version: toVersionId, when: timing, reason },
  });
  return move;
}

/** A page of subscribers with what the move would come to for each of them. */
export async function previewMove(
  db: Db,
  deps: CloseDeps,
  order: MoveOrder,
  page: { readonly afterId: string; readonly limit: number },
): Promise<MovePreview[]> {
  const versions = await findVersions(db, order);
  const found = await subscribersOf(db, order.fromVersionIds, page);
  const waiting = found.flatMap((one) => one.scheduled?.planVersionId ?? []);
  for (const [id, version] of await planVersions(db, waiting)) versions.set(id, version);
  const consumers = await findOrganizations(
    db,
    found.map((one) => one.organizationId),
  );
  const reasons = new Map<string, string>();
  const planned = found.flatMap((one) => {
    const verdict = planMove(one, order, versions);
    if ('reason' in verdict) reasons.set(one.id, verdict.reason);
    return 'reason' in verdict ? [] : [verdict.planned];
  });
  const money = await previewChanges(db, deps, planned, order.at);
  const plans = new Map(planned.map((one) => [one.after.id, one]));
  return found.map(({ id, organizationId }) => {
    const [own, amounts] = [plans.get(id), money.of.get(id)];
    return {
      subscriptionId: id,
      organizationId,
      organizationName: consumers.get(organizationId)?.name ?? organizationId,
      preview: own && amounts ? presentPreview(own, amounts, versions) : null,
      reason: reasons.get(id) ?? money.refused.get(id) ?? null,
    };
  });
}

type MoveTarget = Pick<MoveOrder, 'fromVersionIds' | 'toVersionId' | 'timing' | 'at'>;

/** What a move makes of one subscription, or why it is left as it is. */
export function planMove(
  of: Subscription,
  { fromVersionIds, toVersionId, timing, at }: MoveTarget,
  versions: ReadonlyMap<string, PlanVersionOfPlan>,
): { planned: PlannedChange } | { reason: string } {
  if (!fromVersionIds.includes(of.planVersionId)) return { reason: 'It is on another version by now.' };
  if (of.scheduled !== null) return { reason: 'Another change is scheduled for it.' };
  const { quantity, overrides } = of;
  const change: SubscriptionChange = {
    ...{ kind: 'terms', version: versions.get(toVersionId)!, quantity, overrides, when: timing },
  };
  try {
    return { planned: planChange(of, (id) => versions.get(id)!, change, at) };
  } catch (error) {
    if (error instanceof Problem) return { reason: error.message };
    throw error;
  }
}

/** The versions of a move; refused unless all are published and of one product of this provider. */
async function findVersions(db: Db, order: MoveOrder): Promise<Map<string, PlanVersionOfPlan>> {
  const { fromVersionIds, toVersionId, planId, providerId } = order;
  const offered = await currentPlanVersion(db, planId);
  const own = offered && (await products(db, [offered.productId])).get(offered.productId);
  if (own?.organizationId !== providerId) throw notFound('plan');
  const found = await planVersions(db, [...fromVersionIds, toVersionId]);
  const target = found.get(toVersionId);
  if (target?.planId !== planId || target.state !== 'published') {
    throw invalid([{ pointer: '/to_version', detail: 'is not a published version of this plan' }]);
  }
  fromVersionIds.forEach((id, index) => {
    if (found.get(id)?.productId === target.productId && id !== toVersionId) return;
    const detail = 'is not another version of a plan of the same product';
    throw invalid([{ pointer: `/from_versions/${index}`, detail }]);
  });
  return found;
}

/** A move of this provider; another's does not exist for it. */
export function ownMove(move: Move | null, providerId: string): Move {
  if (move?.providerId === providerId) return move;
  throw notFound('move');
}
