import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

const MOST_RETRIES = 2;

/** Only what may pass by itself is tried again; a refusal stays a refusal. */
function isWorthRetrying(failures: number, error: unknown): boolean {
  if (failures >= MOST_RETRIES) return false;
  return error instanceof ApiProblem ? error.status === 0 || error.status >= 500 : false;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: isWorthRetrying, staleTime: 15_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
