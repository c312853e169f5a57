import { z } from 'zod';
import {
  type Actor,
  decodeCursor,
  kernelProblems,
  momentField,
  notFound,
  Problem,
  pageOf,
  pageQuery,
  type Route,
  route,
  type TravellingClock,
  toPage,
} from '#kernel';
import { advanceTestClock, createTestClock } from './move-test-clock.ts';
import { organizationNameField } from './organization.ts';
import { identityProblems } from './problems.ts';
import { findTestClock, testClocksOf } from './store-test-clocks.ts';
import { presentTestClock, testClockSchema } from './test-clock.ts';

const tag = 'test clocks';
const clockParams = z.strictObject({
  clock_id: z.string().min(1).max(100).describe('The id of the sandbox consumer'),
});

/** `clock` learns of a new sandbox consumer at once. */
export function testClockRoutes(clock: TravellingClock): Route[] {
  return [createRoute(clock), listRoute(), getRoute(), advanceRoute()];
}

function providerOf(actor: Actor): string {
  if (actor.organizationId !== null) return actor.organizationId;
  throw new Problem(kernelProblems.forbidden, { detail: 'Act for an organization that provides.' });
}

function createRoute(clock: TravellingClock): Route {
  return route({
    method: 'POST',
    path: '/test-clocks',
    tag,
    summary: 'Make a sandbox consumer, whose time you move',
    description:
      'Its time begins now, or when you say, and stands still. Its invoices have numbers and books of their own, and nothing of it is paid out.',
    access: 'catalog:write',
    idempotent: true,
    body: z.strictObject({
      name: organizationNameField,
      now: momentField
        .optional()
        .describe('Its first moment: not in the past, and at most ten years ahead; left out: the present'),
    }),
    response: { status: 201, schema: testClockSchema },
    problems: [identityProblems.tooManyTestClocks, identityProblems.testClockTarget],
    async handler({ db, actor, at, body }) {
      const beginsAt = body.now ?? null;
      return presentTestClock(await createTestClock(db, { name: body.name, actor, beginsAt, at }));
    },
    async afterCommit(_call, answer) {
      clock.set(answer.organization_id, Temporal.Instant.from(answer.now));
      return answer;
    },
  });
}

function listRoute(): Route {
  return route({
    method: 'GET',
    path: '/test-clocks',
    tag,
    summary: 'The sandbox consumers of the provider that you act for',
    access: 'catalog:read',
    query: z.strictObject(pageQuery),
    response: { status: 200, schema: pageOf(testClockSchema) },
    async handler({ db, actor, query }) {
      const afterId = decodeCursor(query.cursor)?.[0];
      const page = { limit: query.limit + 1, afterId: afterId === undefined ? null : String(afterId) };
      const clocks = await testClocksOf(db, providerOf(actor), page);
      return toPage(clocks, query.limit, ({ organizationId }) => [organizationId], presentTestClock);
    },
  });
}

function getRoute(): Route {
  return route({
    method: 'GET',
    path: '/test-clocks/{clock_id}',
    tag,
    summary: 'A sandbox consumer’s time',
    description: 'For its provider, and for who acts for the sandbox consumer itself.',
    access: 'catalog:read',
    params: clockParams,
    response: { status: 200, schema: testClockSchema },
    problems: [kernelProblems.notFound],
    async handler({ db, actor, params }) {
      const clock = await findTestClock(db, params.clock_id);
      const { organizationId } = actor;
      const isOwn = organizationId !== null && clock?.organizationId === organizationId;
      if (!clock || !(isOwn || clock.providerId === providerOf(actor))) throw notFound('test clock');
      return presentTestClock(clock);
    },
  });
}

function advanceRoute(): Route {
  return route({
    method: 'POST',
    path: '/test-clocks/{clock_id}/advance',
    tag,
    summary: 'Move its time forward',
    description:
      'All that depends on time happens in order on the way: periods close, trials end, payments are tried again. Ask for the clock to see how far it is.',
    access: 'catalog:write',
    params: clockParams,
    body: z.strictObject({ to: momentField }),
    response: { status: 202, schema: testClockSchema },
    problems: [
      kernelProblems.notFound,
      identityProblems.testClockAdvancing,
      identityProblems.testClockTarget,
    ],
    async handler({ db, actor, at, params, body }) {
      const request = { organizationId: params.clock_id, to: body.to, actor, at };
      return presentTestClock(await advanceTestClock(db, request));
    },
  });
}
