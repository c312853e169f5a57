import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  type BillingRun,
  billingRunQuery,
  cancelBillingRun,
  isAtWork,
  runItemsQuery,
} from '../../../api/operator.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { Gauge } from '../../../ui/gauge.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';
import { Outcome, RunStateBadge } from './outcome.tsx';

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
    if (state && !isAtWork({ state }))
      void queryClient.invalidateQueries({ queryKey: runItemsQuery(runId).queryKey });
  }, [state, runId, queryClient]);
  return (
    <QueryView query={run}>
      {(data) => (
        <Panel title={t.operator.runOf(runId)} actions={<RunState run={data} runId={runId} />} flush>
          <Progress run={data} />
          <DataTable
            caption={t.operator.runOf(runId)}
            columns={columns}
            rows={rowsOf<Item>(items.data)}
            rowKey={(row) => row.subscription_id}
            empty={
              !isAtWork(data) ? <EmptyState title={t.operator.runNothing} className="py-8" /> : undefined
            }
          />
          <LoadMore query={items} />
        </Panel>
      )}
    </QueryView>
  );
}

function RunState({ run, runId }: { run: BillingRun; runId: string }) {
  return (
    <>
      <span role="status">
        <RunStateBadge state={run.state} />
      </span>
      {isAtWork(run) && <CancelButton runId={runId} />}
    </>
  );
}

function CancelButton({ runId }: { runId: string }) {
  const [isAsking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => cancelBillingRun(runId),
    onSuccess: () => setAsking(false),
  });
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t.operator.runCancel}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t.operator.runCancelConfirm}
        confirmLabel={t.operator.runCancel}
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate()}
      >
        <p>{t.operator.runCancelText}</p>
        <ProblemNote error={cancel.error} />
      </ConfirmDialog>
    </>
  );
}

function Progress({ run }: { run: BillingRun }) {
  if (run.total === 0) return null;
  const words: Record<string, string> = t.operator.outcomeWords;
  return (
    <div className="grid gap-2 border-b border-line px-4 py-4 sm:px-5">
      {isAtWork(run) && <Gauge label={t.operator.runTitle} share={run.done / run.total} look="progress" />}
      <p className="numbers flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-muted">
        <span className="font-medium text-ink">
          {t.operator.runDoneOf(formatQuantity(run.done), formatQuantity(run.total))}
        </span>
        {Object.entries(run.counts).map(([outcome, count]) => (
          <span key={outcome}>
            {words[outcome] ?? t.operator.toDo}: <span className="font-medium text-ink">{count}</span>
          </span>
        ))}
        {run.per_second !== null && <span>{t.operator.runPace(run.per_second)}</span>}
        {run.estimated_end_at && (
          <span>
            {t.operator.runEnds} <When at={run.estimated_end_at} as="date-time" />
          </span>
        )}
      </p>
    </div>
  );
}
