import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { declareNodeLost, type MeteringNode, nodesQuery } from '../../../api/operations.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { Ago, When } from '../../../ui/values.tsx';

const TONES = { alive: 'good', closed: 'neutral', lost: 'bad' } as const;
/** All rows come at once. */
const WHOLE = { hasNextPage: false, isFetchingNextPage: false, fetchNextPage: async () => {} };

/** Where usage comes from, and up to when all of it is in: periods close behind the slowest. */
export function NodesPanel() {
  const query = useQuery(nodesQuery);
  const [given, setGiven] = useState<MeteringNode | null>(null);
  const columns = useMemo(() => nodeColumns(setGiven), []);
  const words = t.operatorSystem;
  const loss = useMutation({
    mutationFn: (node: MeteringNode) => declareNodeLost(node.connection),
    onSuccess: () => {
      announce(words.lostToast);
      setGiven(null);
    },
  });
  return (
    <>
      <ListPanel
        title={words.nodes}
        hint={words.nodesHint}
        query={{ ...WHOLE, ...query }}
        columns={columns}
        rows={query.data}
        rowKey={(row) => row.connection}
        none={words.noNodes}
      />
      <ConfirmDialog
        open={given !== null}
        onOpenChange={() => setGiven(null)}
        title={words.lostTitle(given?.connection ?? '')}
        confirmLabel={words.lost}
        danger
        busy={loss.isPending}
        onConfirm={() => given && loss.mutate(given)}
      >
        <p>{words.lostText}</p>
        <ProblemNote error={loss.error} />
      </ConfirmDialog>
    </>
  );
}

const helper = columnsOf<MeteringNode>();

function nodeColumns(onLost: (node: MeteringNode) => void) {
  const words = t.operatorSystem;
  return helper.columns([
    helper.accessor('connection', {
      header: words.node,
      meta: { lead: true, className: 'font-mono text-[0.8125rem] wrap-anywhere' },
    }),
    helper.accessor('state', {
      header: t.provider.state,
      cell: ({ getValue }) => <Badge tone={TONES[getValue()]}>{words.states[getValue()]}</Badge>,
    }),
    helper.accessor('last_seen_at', {
      header: words.seen,
      cell: ({ getValue }) => <Ago at={getValue()} />,
    }),
    helper.accessor('complete_until', {
      header: words.complete,
      meta: { from: 'md' },
      cell: ({ getValue }) => <When at={getValue()} as="moment" />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) =>
        original.state === 'alive' && (
          <Button size="small" look="quiet" onClick={() => onLost(original)}>
            {words.giveUp}
            <span className="sr-only"> {original.connection}</span>
          </Button>
        ),
    }),
  ]);
}
