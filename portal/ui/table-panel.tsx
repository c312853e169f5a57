import type { ReactNode } from 'react';
import { Card } from './card.tsx';
import { LoadMore, type LoadMoreProps } from './load-more.tsx';
import { ProblemPanel } from './problem-panel.tsx';

export interface TablePanelProps {
  query: LoadMoreProps['query'] & { data: unknown; isError: boolean; error: unknown; refetch(): unknown };
  children: ReactNode;
}

/** A list that fills a page: its table, its failure, and the way to further rows. */
export function TablePanel({ query, children }: TablePanelProps) {
  return (
    <Card className="overflow-clip">
      {query.isError && query.data === undefined ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        children
      )}
      <LoadMore query={query} ahead />
    </Card>
  );
}
