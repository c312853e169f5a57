import { z } from 'zod';
import {
  audit,
  decodeCursor,
  emit,
  instantText,
  Problem,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { CHANGE_TIMINGS } from '#subscriptions';
import type { CloseDeps } from '../invoices/index.ts';
import { reasonField, reference } from './change-request.ts';
import { moveRequested } from './events.ts';
import { createMove, type MovePreview, ownMove, previewMove } from './move.ts';
import { changeProblems } from './problems.ts';
import { previewSchema } from './quote.ts';
import * as store from './store-moves.ts';

const moveSchema = z.object({
  id: z.string(),
  plan_id: z.string(),
  to_version: z.string(),
  from_versions: z.array(z.string()),
  when: z.enum(CHANGE_TIMINGS),
  reason: z.string(),
  state: z.enum(store.MOVE_STATES),
  created_at: z.string(),
  finished_at: z.string().nullable(),
  counts: z.object({
    open: z.int(),
    moved: z.int(),
    scheduled: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    skipped: z.int(),
  }),
});
type Counts = ReadonlyMap<store.MoveOutcome | null, number> | undefined;

function present(move: store.Move, counts: Counts): z.input<typeof moveSchema> {
  const count = (outcome: store.MoveOutcome | null) => counts?.get(outcome) ?? 0;
  return {
    id: move.id,
    plan_id: move.planId,
    to_version: move.toVersionId,
    from_versions: [...move.fromVersionIds],
    when: move.timing,
    reason: move.reason,
    state: move.state,
    created_at: instantText(move.createdAt),
    finished_at: move.finishedAt && instantText(move.finishedAt),
    counts: {
      open: count(null),
      moved: count('moved'),
      scheduled: count('scheduled'),
      unchanged: count('unchanged'),
      failed: count('failed'),
      skipped: count('skipped'),
    },
  };
}

const movePreviewSchema = z.object({
  subscription_id: z.string(),
  organization_id: z.string(),
  organization_name: z.string(),
  preview: previewSchema.nullable(),
  reason: z.string().nullable().describe('Why this one could not be moved'),
});

function presentMovePreview(one: MovePreview): z.input<typeof movePreviewSchema> {
  return {
    subscription_id: one.subscriptionId,
    organization_id: one.organizationId,
    organization_name: one.organizationName,
    preview: one.preview,
    reason: one.reason,
  };
}

const itemSchema = z.object({
  subscription_id: z.string(),
  outcome: z.enum(store.MOVE_OUTCOMES).nullable().describe('null: still to do'),
  reason: z.string().nullable(),
  invoice_id: z.string().nullable(),
});

const moveParams = z.object({ move_id: reference });

export function moveRoutes(deps: CloseDeps): Route[] {
  return [orderRoute(deps), ...readingRoutes(), retryRoute(), cancelRoute()];
}

function orderRoute(deps: CloseDeps): Route {
  return route({
    method: 'POST',
    path: '/billing/plans/{plan_id}/moves',
    tag: 'billing',
    summary: 'Move subscribers to a version of this plan',
    description:
      'With `dry_run` nothing happens: the answer is a page of subscribers with what the move would come to for each. ' +
      'Otherwise they are moved one by one; ask for the move to see how far it is.',
    access: 'billing:write',
    params: z.object({ plan_id: reference }),
    body: z.strictObject({
      from_versions: z.array(reference).min(1).max(50).describe('Of plans of the same product'),
      to_version: reference,
      when: z.enum(CHANGE_TIMINGS).default('period_end'),
      reason: reasonField.describe('Kept in the audit log'),
      dry_run: z.boolean().default(false),
      limit: z.int().min(1).max(100).default(20).describe('Of a dry run'),
      cursor: reference.optional().describe('Of a dry run: next_cursor of the page before'),
    }),
    response: {
      status: 201,
      schema: z.object({
        move: moveSchema.nullable().describe('null of a dry run'),
        data: z.array(movePreviewSchema),
        next_cursor: z.string().nullable(),
      }),
    },
    idempotent: true,
    async handler(call) {
      const { organizationId, actor, at, db } = call;
      const { from_versions, to_version: toVersionId, when: timing, reason, dry_run } = call.body;
      const order = {
        ...{
          providerId: organizationId,
          planId: call.params.plan_id,
          toVersionId,
          timing,
          reason,
          actor,
          at,
        },
        fromVersionIds: [...new Set(from_versions)],
      };
      if (!dry_run) {
        const move = await createMove(db, order);
        const counts = await store.countItems(db, [move.id]);
        return { move: present(move, counts.get(move.id)), data: [], next_cursor: null };
      }
      const { limit, cursor: afterId = '' } = call.body;
      const found = await previewMove(db, deps, order, { afterId, limit });
      const last = found.length === limit ? found.at(-1)! : null;
      const data = found.map(presentMovePreview);
      return { move: null, data, next_cursor: last?.subscriptionId ?? null };
    },
  });
}

function readingRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/billing/moves',
      tag: 'billing',
      summary: 'List moves of subscribers, latest first',
      access: 'billing:read',
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(moveSchema) },
      async handler(call) {
        const { limit, cursor } = call.query;
        const page = { afterId: idOf(cursor) || null, size: limit + 1 };
        const moves = await store.listMoves(call.db, call.organizationId, page);
        const counts = await store.countItems(
          call.db,
          moves.map((one) => one.id),
        );
        return toPage(
          moves,
          limit,
          (one) => [one.id],
          (one) => present(one, counts.get(one.id)),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/billing/moves/{move_id}/subscriptions',
      tag: 'billing',
      summary: 'What became of each subscription of a move',
      access: 'billing:read',
      params: moveParams,
      query: z.strictObject({ ...pageQuery, outcome: z.enum(store.MOVE_OUTCOMES).optional() }),
      response: { status: 200, schema: pageOf(itemSchema) },
      async handler(call) {
        const { limit, cursor, outcome = null } = call.query;
        const move = ownMove(await store.findMove(call.db, call.params.move_id), call.organizationId);
        const filter = { outcome, afterId: idOf(cursor), size: limit + 1 };
        return toPage(
          await store.listItems(call.db, move.id, filter),
          limit,
          (one) => [one.subscriptionId],
          ({ subscriptionId, invoiceId, ...rest }) => ({
            ...{ subscription_id: subscriptionId, invoice_id: invoiceId },
            ...rest,
          }),
        );
      },
    }),
  ];
}

function retryRoute(): Route {
  return route({
    method: 'POST',
    path: '/billing/moves/{move_id}/retry',
    tag: 'billing',
    summary: 'Try those again that could not be moved',
    access: 'billing:write',
    params: moveParams,
    response: { status: 200, schema: moveSchema },
    problems: [changeProblems.moveBegun],
    async handler(call) {
      const { db, at, organizationId } = call;
      const move = ownMove(await store.lockMove(db, call.params.move_id), organizationId);
      if (move.state === 'canceled')
        throw new Problem(changeProblems.moveBegun, { detail: 'It was canceled.' });
      const again = await store.reopenFailed(db, move.id);
      const state = again > 0 ? 'running' : move.state;
      if (again > 0) {
        await store.setMoveState(db, move.id, state, null);
        await emit(db, moveRequested, { move_id: move.id }, { organizationId, at });
      }
      const counts = await store.countItems(db, [move.id]);
      const finishedAt = again > 0 ? null : move.finishedAt;
      return present({ ...move, state, finishedAt }, counts.get(move.id));
    },
  });
}

function cancelRoute(): Route {
  return route({
    method: 'POST',
    path: '/billing/moves/{move_id}/cancel',
    tag: 'billing',
    summary: 'Leave those as they are that have not been moved yet',
    access: 'billing:write',
    params: moveParams,
    response: { status: 200, schema: moveSchema },
    problems: [changeProblems.moveBegun],
    async handler(call) {
      const { db, at, actor, organizationId } = call;
      const move = ownMove(await store.lockMove(db, call.params.move_id), organizationId);
      if (move.state === 'done')
        throw new Problem(changeProblems.moveBegun, { detail: 'All have been moved.' });
      if (move.state !== 'canceled') {
        await store.skipOpenItems(db, move.id, at);
        await store.setMoveState(db, move.id, 'canceled', at);
        const about = { at, organizationId, actor, action: 'subscribers.move_canceled', object: move.id };
        await audit(db, about);
      }
      const counts = await store.countItems(db, [move.id]);
      const finishedAt = move.state === 'canceled' ? move.finishedAt : at;
      return present({ ...move, state: 'canceled', finishedAt }, counts.get(move.id));
    },
  });
}

function idOf(cursor: string | undefined): string {
  const id = decodeCursor(cursor)?.[0];
  return id === undefined ? '' : String(id);
}
