import { z } from 'zod';
import {
  type Actor,
  decodeCursor,
  instantText,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import type { HeldEvent, HeldList } from './held-event.ts';
import type { IngestDeps } from './ingest-usage.ts';
import { meteringProblems } from './problems.ts';
import { replayHeld } from './replay-held.ts';
import { listHeldEvents } from './store-held.ts';

const REPLAY_LIMIT = 1000;
const tag = 'usage';

const heldSchema = z.object({
  id: z.string(),
  reason: z.string(),
  detail: z.string(),
  connection: z.string(),
  source: z.string(),
  event_id: z.string(),
  received_at: z.string(),
  report: z.unknown().describe('What was reported; null where there is nothing to replay'),
});

const outcomeSchema = z.object({
  replayed: z.int().describe('Recorded now'),
  waiting: z.int().describe('Still set aside, with their present reasons'),
});

const idParams = z.object({ event_id: z.string().min(1).max(64) });

/** Operators see everybody's and what the nodes' own journals lost; others see what they reported. */
function ownerOf(actor: Actor, organizationId: () => string): string | null {
  return actor.operator ? null : organizationId();
}

function present(event: HeldEvent): z.input<typeof heldSchema> {
  return {
    id: event.id,
    reason: event.reason,
    detail: event.detail,
    connection: event.connection,
    source: event.source,
    event_id: event.eventId,
    received_at: instantText(event.receivedAt),
    report: event.report,
  };
}

export function heldRoutes(deps: IngestDeps): Route[] {
  return (['unattributed', 'rejected'] as const).flatMap((list) => [
    listRoute(list),
    ...replayRoutes(list, deps),
  ]);
}

function listRoute(list: HeldList): Route {
  return route({
    method: 'GET',
    path: `/usage/${list}`,
    tag,
    summary:
      list === 'rejected' ? 'Reports that cannot be events' : 'Reports that belong to no one subscription',
    access: 'usage:read',
    query: z.strictObject(pageQuery),
    response: { status: 200, schema: pageOf(heldSchema) },
    async handler(call) {
      const after = decodeCursor(call.query.cursor);
      const events = await listHeldEvents(call.db, {
        list,
        organizationId: ownerOf(call.actor, () => call.organizationId),
        afterId: after === null ? undefined : String(after[0]),
        limit: call.query.limit + 1,
      });
      return toPage(events, call.query.limit, ({ id }) => [id], present);
    },
  });
}

function replayRoutes(list: HeldList, deps: IngestDeps): Route[] {
  return [
    route({
      method: 'POST',
      path: `/usage/${list}/replay`,
      tag,
      summary: `Try ${list} reports again, at most ${REPLAY_LIMIT}, the oldest first`,
      access: 'usage:write',
      response: { status: 200, schema: outcomeSchema },
      problems: [meteringProblems.intakeFull],
      handler: (call) =>
        deps.intake.during(call.at, () =>
          replayHeld(call.db, deps, {
            list,
            organizationId: ownerOf(call.actor, () => call.organizationId),
            limit: REPLAY_LIMIT,
            at: call.at,
          }),
        ),
    }),
    route({
      method: 'POST',
      path: `/usage/${list}/{event_id}/replay`,
      tag,
      summary: `Try one of the ${list} reports again`,
      access: 'usage:write',
      params: idParams,
      response: { status: 200, schema: outcomeSchema },
      problems: [meteringProblems.intakeFull],
      handler: (call) =>
        deps.intake.during(call.at, async () => {
          const outcome = await replayHeld(call.db, deps, {
            list,
            organizationId: ownerOf(call.actor, () => call.organizationId),
            ids: [call.params.event_id],
            limit: 1,
            at: call.at,
          });
          if (outcome.replayed + outcome.waiting === 0) throw notFound(`waiting ${list} report`);
          return outcome;
        }),
    }),
  ];
}
