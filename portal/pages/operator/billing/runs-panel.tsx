import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type BillingRunSummary, billingRunsQuery } from '../../../api/operator.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';
import { RunStateBadge } from './outcome.tsx';

const helper = columnsOf<BillingRunSummary>();
const columns = helper.columns([
  helper.accessor('created_at', {
    header: t.operator.runStarted,
    meta: { lead: true },
    cell: ({ row: { original } }) => (
      <Link
        to="/admin/billing"
        search={{ run: original.id }}
        className="font-medium text-brand-ink underline"
      >
        <When at={original.created_at} as="date-time" />
      </Link>
    ),
  }),
  helper.accessor('requested_by', { header: t.operator.runBy, meta: { className: 'wrap-anywhere' } }),
  helper.display({
    id: 'progress',
    header: t.operator.runProgress,
    meta: { align: 'end' },
    cell: ({ row: { original } }) =>
      t.operator.runDoneOf(formatQuantity(original.done), formatQuantity(original.total)),
  }),
  helper.accessor('state', {
    header: t.operator.result,
    cell: ({ getValue }) => <RunStateBadge state={getValue()} />,
  }),
]);

/** Every run, newest first, and how far it is. */
export function RunsPanel() {
  const query = useInfiniteQuery(billingRunsQuery);
  const rows = rowsOf(query.data);
  return (
    <Panel title={t.operator.runs} flush>
      {query.isError && !rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={t.operator.runs}
          columns={columns}
          rows={rows}
          rowKey={(run) => run.id}
          empty={<EmptyState title={t.operator.noRuns} />}
        />
      )}
      <LoadMore query={query} />
    </Panel>
  );
}
