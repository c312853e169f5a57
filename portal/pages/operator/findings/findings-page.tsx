import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Check, checkNow, checksQuery, type Finding, findingsQuery } from '../../../api/findings.ts';
import { rowsOf } from '../../../api/pages.ts';
import { queryClient } from '../../../api/query.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote, ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';

export function FindingsPage() {
  const words = t.operator.findings;
  const checks = useQuery(checksQuery);
  const check = useMutation({ mutationFn: checkNow, onSuccess: () => announce(words.begun) });
  const isRunning = checks.data?.data.some((one) => one.running) ?? false;
  // What a pass found or mended is known when it ends.
  useEffect(() => {
    if (!isRunning) void queryClient.invalidateQueries({ queryKey: findingsQuery.queryKey });
  }, [isRunning]);
  return (
    <Page
      title={words.title}
      hint={words.hint}
      actions={
        <Button onClick={() => check.mutate()} busy={check.isPending || isRunning}>
          {isRunning ? words.checking : words.check}
        </Button>
      }
    >
      {check.error && <ProblemNote error={check.error} />}
      <FindingsPanel />
      <ChecksPanel checks={checks.data?.data} error={checks.error} onRetry={() => void checks.refetch()} />
    </Page>
  );
}

const findings = columnsOf<Finding>();
const findingColumns = findings.columns([
  findings.accessor('detail', {
    header: t.operator.findings.what,
    meta: { lead: true, className: 'wrap-anywhere' },
  }),
  findings.accessor('check', {
    header: t.operator.findings.name,
    cell: ({ getValue }) => <Badge tone="bad">{getValue()}</Badge>,
  }),
  findings.accessor('subject', {
    header: t.operator.findings.subject,
    cell: ({ getValue }) => <code className="font-mono text-xs wrap-anywhere">{getValue()}</code>,
  }),
  findings.accessor('first_seen_at', {
    header: t.operator.findings.since,
    cell: ({ getValue }) => <When at={getValue()} as="date-time" />,
  }),
]);

function FindingsPanel() {
  const words = t.operator.findings;
  const query = useInfiniteQuery(findingsQuery);
  const rows = rowsOf(query.data);
  return (
    <Panel title={words.open} hint={words.openHint} flush>
      {query.isError && !rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={words.open}
          columns={findingColumns}
          rows={rows}
          rowKey={(row) => `${row.check} ${row.subject}`}
          empty={<EmptyState title={words.none} />}
        />
      )}
      <LoadMore query={query} />
    </Panel>
  );
}

const checks = columnsOf<Check>();
const checkColumns = checks.columns([
  checks.accessor('says', { header: t.operator.findings.holds, meta: { lead: true } }),
  checks.display({
    id: 'result',
    header: t.operator.result,
    cell: ({ row: { original } }) => <Verdict check={original} />,
  }),
  checks.accessor('examined', {
    header: t.operator.findings.examined,
    meta: { align: 'end' },
  }),
  checks.accessor('completed_at', {
    header: t.operator.findings.completed,
    cell: ({ getValue }) => {
      const at = getValue();
      return at ? <When at={at} as="date-time" /> : t.operator.findings.never;
    },
  }),
]);

function Verdict({ check }: { check: Check }) {
  const words = t.operator.findings;
  if (check.trouble) return <span className="wrap-anywhere text-danger-ink">{check.trouble}</span>;
  if (check.findings > 0) return <Badge tone="bad">{words.count(check.findings)}</Badge>;
  if (check.completed_at === null) return <Badge>{words.never}</Badge>;
  return <Badge tone="good">{words.agrees}</Badge>;
}

function ChecksPanel(props: { checks: Check[] | undefined; error: Error | null; onRetry: () => void }) {
  const words = t.operator.findings;
  return (
    <Panel title={words.checks} hint={words.checksHint} flush>
      {props.error && !props.checks ? (
        <ProblemPanel error={props.error} onRetry={props.onRetry} />
      ) : (
        <DataTable
          caption={words.checks}
          columns={checkColumns}
          rows={props.checks}
          rowKey={(row) => row.name}
          empty={<EmptyState title={words.never} />}
        />
      )}
    </Panel>
  );
}
