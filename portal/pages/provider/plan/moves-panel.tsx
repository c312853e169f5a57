import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { rowsOf } from '../../../api/pages.ts';
import {
  cancelMove,
  isMoving,
  type Move,
  movesQuery,
  type PlanVersion,
  retryMove,
} from '../../../api/plans.ts';
import type { OwnPlan } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';

interface MovesPanelProps {
  plan: OwnPlan;
  versions: PlanVersion[];
}

type Doing = (doing: 'retry' | 'cancel', move: Move) => void;

/** Moves to versions of this plan, and how far they are. Not there until the first. */
export function MovesPanel({ plan, versions }: MovesPanelProps) {
  const organization = useProvider();
  const query = useInfiniteQuery(movesQuery(organization.slug));
  const work = useMutation({
    mutationFn: ({ doing, move }: { doing: 'retry' | 'cancel'; move: Move }) =>
      (doing === 'retry' ? retryMove : cancelMove)(organization.slug, move.id),
  });
  const { mutate } = work;
  const columns = useMemo(
    () => moveColumns(versions, (doing, move) => mutate({ doing, move })),
    [versions, mutate],
  );
  const rows = rowsOf(query.data)?.filter((move) => move.plan_id === plan.id);
  if (!rows || rows.length === 0) return null;
  const words = t.planBuilder.moves;
  return (
    <ListPanel
      title={words.list}
      hint={words.listHint}
      query={query}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      none={words.nobody}
      problem={work.error}
    />
  );
}

const helper = columnsOf<Move>();

function moveColumns(versions: PlanVersion[], onDo: Doing) {
  const words = t.planBuilder.moves;
  const numbers = new Map(versions.map((version) => [version.id, version.number]));
  return helper.columns([
    helper.accessor('to_version', {
      header: words.to,
      meta: { lead: true },
      cell: ({ getValue }) => t.planBuilder.versions.number(numbers.get(getValue()) ?? 0),
    }),
    helper.accessor('state', {
      header: t.provider.state,
      cell: ({ getValue }) => <StateBadge state={getValue()} />,
    }),
    helper.accessor('counts', {
      header: words.progress,
      cell: ({ getValue }) => {
        const { open, moved, scheduled, unchanged, failed, skipped } = getValue();
        const all = open + moved + scheduled + unchanged + failed + skipped;
        return words.done(formatQuantity(all - open), formatQuantity(all), failed);
      },
    }),
    helper.accessor('reason', {
      header: t.changes.reason,
      meta: { from: 'lg', className: 'wrap-anywhere text-ink-muted' },
    }),
    helper.accessor('created_at', {
      header: t.provider.created,
      meta: { from: 'md' },
      cell: ({ getValue }) => <When at={getValue()} as="date-time" />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => (
        <span className="inline-flex gap-2">
          {isMoving(original) && (
            <Button size="small" onClick={() => onDo('cancel', original)}>
              {words.stop}
            </Button>
          )}
          {original.counts.failed > 0 && original.state !== 'canceled' && (
            <Button size="small" onClick={() => onDo('retry', original)}>
              {words.retry}
            </Button>
          )}
        </span>
      ),
    }),
  ]);
}
