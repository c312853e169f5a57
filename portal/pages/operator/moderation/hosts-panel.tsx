import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { giveHost, type Host, hostsQuery, takeHost } from '../../../api/hosts.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemNote, ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';

/** Names that providers list for their products; each works once it is given. */
export function HostsPanel() {
  const query = useInfiniteQuery(hostsQuery(null));
  const words = t.operator.hosts;
  const decide = useMutation({
    mutationFn: (host: Host) =>
      host.approved_at ? takeHost(host.host) : giveHost(host.host, host.product_id),
    onSuccess: (_, host) => announce(host.approved_at ? words.taken : words.givenToast, host.host),
  });
  const { mutate } = decide;
  const columns = useMemo(() => hostColumns(mutate), [mutate]);
  const rows = rowsOf(query.data);
  return (
    <Panel title={words.title} hint={words.hint} flush>
      {decide.error && (
        <div className="p-4">
          <ProblemNote error={decide.error} />
        </div>
      )}
      {query.isError && !rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={words.title}
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.host} ${row.product_id}`}
          expectedRows={2}
          empty={<EmptyState title={words.noneTitle}>{words.none}</EmptyState>}
        />
      )}
      <LoadMore query={query} />
    </Panel>
  );
}

const helper = columnsOf<Host>();

function hostColumns(onDecide: (host: Host) => void) {
  const words = t.operator.hosts;
  return helper.columns([
    helper.accessor('host', {
      header: words.host,
      meta: { lead: true, className: 'font-mono text-[0.8125rem] wrap-anywhere' },
    }),
    helper.accessor('product_id', {
      header: t.provider.name,
      meta: { className: 'font-mono text-xs wrap-anywhere text-ink-muted' },
    }),
    helper.accessor('approved_at', {
      header: t.provider.state,
      cell: ({ getValue }) => (
        <Badge tone={getValue() ? 'good' : 'warn'}>{getValue() ? words.given : words.waits}</Badge>
      ),
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => (
        <Button
          size="small"
          look={original.approved_at ? 'quiet' : 'secondary'}
          onClick={() => onDecide(original)}
        >
          {original.approved_at ? words.take : words.give}
          <span className="sr-only"> {original.host}</span>
        </Button>
      ),
    }),
  ]);
}
