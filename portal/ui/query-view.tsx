import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemPanel } from './problem-panel.tsx';
import { SkeletonLines } from './states.tsx';

export interface QueryViewProps<Data> {
  query: UseQueryResult<Data>;
  /** Of the shape of what comes. */
  skeleton?: ReactNode;
  children(data: Data): ReactNode;
}

/** Loading, failure and data of one question, each within its own place: one failing panel never blanks a page. */
export function QueryView<Data>({ query, skeleton, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />;
  return skeleton ?? <SkeletonLines />;
}
