import { z } from 'zod';
import {
  audit,
  decodeCursor,
  kernelProblems,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import type { Identity } from './identity.ts';
import { idleSince, ownSessionSchema, presentOwnSession } from './own-session.ts';
import { liveSessionsOf, revokeOwnSession } from './store-own-sessions.ts';
import { revokeOtherSessions } from './store-sessions.ts';

const tag = 'accounts';
const path = '/me/sessions';

export function ownSessionRoutes(identity: Identity): Route[] {
  return [listRoute(identity), revokeRoute(), revokeOthersRoute()];
}

function listRoute(identity: Identity): Route {
  return route({
    method: 'GET',
    path,
    tag,
    summary: 'Where I am logged in, the latest log-in first',
    access: 'signed-in',
    query: z.strictObject(pageQuery),
    response: { status: 200, schema: pageOf(ownSessionSchema) },
    async handler({ db, actor, at, query }) {
      const cursor = decodeCursor(query.cursor);
      const before = cursor ? String(cursor[0]) : null;
      const live = { at, idleSince: idleSince(at) };
      const rows = await liveSessionsOf(db, actor.userId ?? '', live, before, query.limit + 1);
      return toPage(
        rows,
        query.limit,
        ({ id }) => [id],
        (session) => presentOwnSession(identity, session, actor.tokenId),
      );
    },
  });
}

function revokeRoute(): Route {
  return route({
    method: 'DELETE',
    path: `${path}/{session_id}`,
    tag,
    summary: 'End one of my sessions',
    access: 'signed-in',
    params: z.strictObject({ session_id: z.string().min(1).max(100) }),
    response: { status: 204 },
    problems: [kernelProblems.notFound],
    async handler({ db, actor, at, params }) {
      const id = params.session_id;
      const ended = await revokeOwnSession(db, actor.userId ?? '', id, 'ended by its person', at);
      if (!ended) throw notFound('session of yours');
      await audit(db, { at, organizationId: null, actor, action: 'session.ended', object: id });
      return undefined;
    },
  });
}

function revokeOthersRoute(): Route {
  return route({
    method: 'POST',
    path: `${path}/end-others`,
    tag,
    summary: 'End all my sessions but this one',
    access: 'signed-in',
    response: { status: 204 },
    async handler({ db, actor, at }) {
      if (actor.userId === null) return undefined;
      await revokeOtherSessions(db, actor.userId, actor.tokenId, 'ended by its person', at);
      const action = 'user.ended_other_sessions';
      await audit(db, { at, organizationId: null, actor, action, object: actor.userId });
      return undefined;
    },
  });
}
