import type { RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { Panel } from './card.tsx';
import { type Columns, DataTable } from './data-table.tsx';
import { LoadMore } from './load-more.tsx';
import { ProblemNote, ProblemPanel } from './problem-panel.tsx';
import { EmptyState } from './states.tsx';
import type { TablePanelProps } from './table-panel.tsx';

export interface ListPanelProps<Row extends RowData> {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  query: TablePanelProps['query'];
  columns: Columns<Row>;
  rows: Row[] | undefined;
  rowKey(row: Row): string;
  /** Said when there are no rows. */
  none: string;
  /** What came of something that was done in the list. */
  problem?: unknown;
}

/** A list that is one part of a page: its title and table, its failure, and the way to further rows. */
export function ListPanel<Row extends RowData>({
  title,
  hint,
  actions,
  query,
  none,
  problem,
  ...table
}: ListPanelProps<Row>) {
  return (
    <Panel title={title} hint={hint} actions={actions} flush>
      {Boolean(problem) && (
        <div className="p-4">
          <ProblemNote error={problem} />
        </div>
      )}
      {query.isError && !table.rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable caption={title} {...table} empty={<EmptyState title={none} className="py-8" />} />
      )}
      <LoadMore query={query} />
    </Panel>
  );
}
