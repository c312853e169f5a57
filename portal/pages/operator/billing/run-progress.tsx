import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type BillingRun, billingRunQuery, runItemsQuery } from '../../../api/operator.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Gauge } from '../../../ui/gauge.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Outcome } from './outcome.tsx';

interface Item {
  subscription_id: string;
  outcome: string | null;
  invoice_id: string | null;
  reason: string | null;
}

const helper = columnsOf<Item>();
const columns = helper.columns([
  helper.accessor('subscription_id', {
    header: t.operator.subscription,
    meta: { lead: true, className: 'font-mono text-[0.8125rem] wrap-anywhere' },
  }),
  helper.accessor('outcome', {
    header: t.operator.result,
    cell: ({ row: { original } }) => <Outcome outcome={original.outcome} reason={original.reason} />,
  }),
  helper.accessor('invoice_id', {
    header: t.operator.invoice,
    meta: { className: 'font-mono text-[0.8125rem] wrap-anywhere' },
    cell: ({ getValue }) => getValue() ?? '–',
  }),
]);

/** A run as it goes on: how much is done, and what became of each subscription. */
export function RunProgress({ runId }: { runId: string }) {
  const queryClient = useQueryClient();
  const run = useQuery(billingRunQuery(runId));
  const items = useInfiniteQuery(runItemsQuery(runId));
  const state = run.data?.state;
  useEffect(() => {
    if (state === 'done') void queryClient.invalidateQueries({ queryKey: runItemsQuery(runId).queryKey });
  }, [state, runId, queryClient]);
  return (
    <QueryView query={run}>
      {(data) => (
        <Panel title={t.operator.runOf(runId)} actions={<RunState run={data} />} flush>
          <Progress run={data} />
          <DataTable
            caption={t.operator.runOf(runId)}
            columns={columns}
            rows={rowsOf<Item>(items.data)}
            rowKey={(row) => row.subscription_id}
            empty={
              data.state === 'done' ? (
                <EmptyState title={t.operator.runNothing} className="py-8" />
              ) : undefined
            }
          />
          <LoadMore query={items} />
        </Panel>
      )}
    </QueryView>
  );
}

function RunState({ run }: { run: BillingRun }) {
  return (
    <span role="status">
      <Badge tone={run.state === 'done' ? 'good' : 'warn'}>{t.operator.runStates[run.state]}</Badge>
    </span>
  );
}

function Progress({ run }: { run: BillingRun }) {
  const all = Object.values(run.counts).reduce((sum, count) => sum + count, 0);
  const open = run.counts.open ?? 0;
  if (all === 0) return null;
  const words: Record<string, string> = t.operator.outcomeWords;
  return (
    <div className="grid gap-2 border-b border-line px-4 py-4 sm:px-5">
      {run.state !== 'done' && (
        <Gauge label={t.operator.runTitle} share={(all - open) / all} look="progress" />
      )}
      <p className="numbers flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-muted">
        {Object.entries(run.counts).map(([outcome, count]) => (
          <span key={outcome}>
            {words[outcome] ?? t.operator.toDo}: <span className="font-medium text-ink">{count}</span>
          </span>
        ))}
      </p>
    </div>
  );
}
