import type { RowData } from '@tanstack/react-table';
import { Panel } from './card.tsx';
import { type Columns, DataTable } from './data-table.tsx';
import { LoadMore } from './load-more.tsx';
import { ProblemPanel } from './problem-panel.tsx';
import { EmptyState } from './states.tsx';
import type { TablePanelProps } from './table-panel.tsx';

export interface ListPanelProps<Row extends RowData> {
  title: string;
  hint?: string;
  query: TablePanelProps['query'];
  columns: Columns<Row>;
  rows: Row[] | undefined;
  rowKey(row: Row): string;
  /** Said when there are no rows. */
  none: string;
}

/** A list that is one part of a page: its title and table, its failure, and the way to further rows. */
export function ListPanel<Row extends RowData>({ title, hint, query, none, ...table }: ListPanelProps<Row>) {
  return (
    <Panel title={title} hint={hint} flush>
      {query.isError && !table.rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable caption={title} {...table} empty={<EmptyState title={none} className="py-8" />} />
      )}
      <LoadMore query={query} />
    </Panel>
  );
}
