import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, newIdempotencyKey } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';
import { sessionQuery } from './session.ts';

/** Sandbox consumers, whose time their provider moves. */
export type TestClock = Answer<'/api/v1/test-clocks', 'get'>['data'][number];

const WATCH_MS = 1000;
const IDLE_WATCH_MS = 15_000;

/** Watched while one of them is on its way. */
export function testClocksQuery(organization: string) {
  return infiniteQueryOptions({
    queryKey: ['test-clocks', organization],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam };
      return answer(apiFor(organization).GET('/api/v1/test-clocks', { params: { query }, signal }));
    },
    ...byCursor,
    refetchInterval: ({ state }) => {
      const clocks = state.data?.pages.flatMap((page) => page.data);
      return clocks?.some((clock) => clock.state === 'advancing') ? WATCH_MS : false;
    },
  });
}

/** The time of the sandbox consumer that one acts for. Its provider may move it in another window. */
export function ownClockQuery({ id, slug }: { id: string; slug: string }) {
  return queryOptions({
    queryKey: ['test-clocks', slug, id],
    queryFn: ({ signal }) => {
      const params = { path: { clock_id: id } };
      return answer(apiFor(slug).GET('/api/v1/test-clocks/{clock_id}', { params, signal }));
    },
    refetchInterval: ({ state }) => (state.data?.state === 'advancing' ? WATCH_MS : IDLE_WATCH_MS),
  });
}

/** Who makes it becomes its owner: it stands in the list of their organizations from then on. */
export async function createTestClock(organization: string, name: string): Promise<void> {
  await answer(
    apiFor(organization).POST('/api/v1/test-clocks', {
      params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
      body: { name },
    }),
  );
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
  await queryClient.invalidateQueries({ queryKey: ['test-clocks', organization] });
}

export async function advanceTestClock(organization: string, clockId: string, to: string): Promise<void> {
  await answer(
    apiFor(organization).POST('/api/v1/test-clocks/{clock_id}/advance', {
      params: { path: { clock_id: clockId } },
      body: { to },
    }),
  );
  await queryClient.invalidateQueries({ queryKey: ['test-clocks', organization] });
}
