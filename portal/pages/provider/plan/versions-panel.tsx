import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type ListPage, rowsOf } from '../../../api/pages.ts';
import { differencesQuery, discardDraft, type PlanVersion, versionCountsQuery } from '../../../api/plans.ts';
import type { OwnPlan } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge, StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import type { TablePanelProps } from '../../../ui/table-panel.tsx';
import { Quantity, When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { DifferenceList } from './difference-list.tsx';
import { MoveDialog } from './move-dialog.tsx';

interface VersionsPanelProps {
  plan: OwnPlan;
  query: TablePanelProps['query'] & { data: { pages: ListPage<PlanVersion>[] } | undefined };
}

/** What was promised when, and how many are on it. */
export function VersionsPanel({ plan, query }: VersionsPanelProps) {
  const organization = useProvider();
  const mayWrite = organization.permissions.includes('catalog:write');
  const mayMove = organization.permissions.includes('billing:write');
  const counts = useQuery(versionCountsQuery(organization.slug, plan.id)).data;
  const [compared, setCompared] = useState<PlanVersion | null>(null);
  const [target, setTarget] = useState<PlanVersion | null>(null);
  const words = t.planBuilder.versions;
  const discard = useMutation({
    mutationFn: (version: PlanVersion) => discardDraft(organization.slug, plan.id, version.id),
    onSuccess: () => announce(words.discarded),
  });
  const { mutate } = discard;
  const liveId = plan.current_version?.id ?? null;
  const rows = rowsOf(query.data);
  const columns = useMemo(
    () =>
      versionColumns({
        ...{ liveId, counts, onCompare: setCompared },
        onMove: mayMove ? setTarget : null,
        onDiscard: mayWrite ? mutate : null,
      }),
    [liveId, counts, mayMove, mayWrite, mutate],
  );
  return (
    <>
      <ListPanel
        title={words.title}
        hint={words.hint}
        query={query}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        none={words.none}
        problem={discard.error}
      />
      <CompareDialog plan={plan} compared={compared} onClose={() => setCompared(null)} />
      <MoveDialog
        plan={plan}
        target={target}
        versions={rows ?? []}
        counts={counts}
        onClose={() => setTarget(null)}
      />
    </>
  );
}

interface CompareDialogProps {
  plan: OwnPlan;
  compared: PlanVersion | null;
  onClose(): void;
}

function CompareDialog({ plan, compared, onClose }: CompareDialogProps) {
  const organization = useProvider();
  const live = plan.current_version;
  const query = useQuery({
    ...differencesQuery(organization.slug, plan.id, live?.id ?? '', compared?.id ?? ''),
    enabled: compared !== null && live !== null,
  });
  const words = t.planBuilder.versions;
  return (
    <Dialog
      open={compared !== null}
      onOpenChange={onClose}
      title={words.compareTitle(live?.number ?? 0, compared?.number ?? 0)}
    >
      <QueryView query={query}>{(differences) => <DifferenceList differences={differences} />}</QueryView>
    </Dialog>
  );
}

const helper = columnsOf<PlanVersion>();

interface VersionActions {
  liveId: string | null;
  counts: ReadonlyMap<string, number> | undefined;
  onCompare(version: PlanVersion): void;
  onMove: ((version: PlanVersion) => void) | null;
  onDiscard: ((version: PlanVersion) => void) | null;
}

function versionColumns({ liveId, counts, ...actions }: VersionActions) {
  const words = t.planBuilder.versions;
  return helper.columns([
    helper.accessor('number', {
      header: t.provider.plan.version,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {words.number(original.number)}
          {original.id === liveId ? (
            <Badge tone="good">{words.live}</Badge>
          ) : (
            <StateBadge state={original.state} />
          )}
        </span>
      ),
    }),
    helper.display({
      id: 'subscribers',
      header: words.subscribers,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => (counts ? <Quantity value={counts.get(original.id) ?? 0} /> : '–'),
    }),
    helper.accessor('published_at', {
      header: words.publishedAt,
      cell: ({ getValue }) => {
        const at = getValue();
        return at ? <When at={at} as="date-time" /> : '–';
      },
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => {
        const name = <span className="sr-only"> {words.number(original.number)}</span>;
        return (
          <span className="inline-flex flex-wrap justify-end gap-2">
            {liveId !== null && original.id !== liveId && (
              <Button size="small" onClick={() => actions.onCompare(original)}>
                {words.compare}
                {name}
              </Button>
            )}
            {original.state === 'published' && actions.onMove && (
              <Button size="small" onClick={() => actions.onMove?.(original)}>
                {words.move}
                {name}
              </Button>
            )}
            {original.state === 'draft' && actions.onDiscard && (
              <Button size="small" look="quiet" onClick={() => actions.onDiscard?.(original)}>
                {words.discard}
                {name}
              </Button>
            )}
          </span>
        );
      },
    }),
  ]);
}
