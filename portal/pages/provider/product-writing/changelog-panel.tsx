import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { rowsOf } from '../../../api/pages.ts';
import type { OwnProduct } from '../../../api/products.ts';
import { type ChangelogEntry, ownChangelogQuery, removeEntry } from '../../../api/writing.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemNote, ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { EntryDialog } from './entry-dialog.tsx';

interface ChangelogPanelProps {
  product: OwnProduct;
  mayWrite: boolean;
}

export function ChangelogPanel({ product, mayWrite }: ChangelogPanelProps) {
  const organization = useProvider();
  const query = useInfiniteQuery(ownChangelogQuery(organization.slug, product.id));
  const [edited, setEdited] = useState<ChangelogEntry | 'new' | null>(null);
  const [removed, setRemoved] = useState<ChangelogEntry | null>(null);
  const columns = useMemo(
    () => entryColumns(mayWrite ? { onEdit: setEdited, onRemove: setRemoved } : null),
    [mayWrite],
  );
  const rows = rowsOf(query.data);
  const words = t.provider.writing;
  const add = mayWrite && <Button onClick={() => setEdited('new')}>{words.addEntry}</Button>;
  return (
    <Panel
      title={t.productPage.changelog}
      hint={words.changelogHint}
      actions={rows?.length ? add : null}
      flush
    >
      {query.isError && !rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={t.productPage.changelog}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.version}
          empty={
            <EmptyState title={t.productPage.noChangelog} action={add}>
              {words.changelogNone}
            </EmptyState>
          }
        />
      )}
      <LoadMore query={query} />
      <EntryDialog product={product} edited={edited} onClose={() => setEdited(null)} />
      <RemoveEntry product={product} entry={removed} onClose={() => setRemoved(null)} />
    </Panel>
  );
}

interface RemoveEntryProps {
  product: OwnProduct;
  entry: ChangelogEntry | null;
  onClose(): void;
}

function RemoveEntry({ product, entry, onClose }: RemoveEntryProps) {
  const organization = useProvider();
  const words = t.provider.writing;
  const removal = useMutation({
    mutationFn: (version: string) => removeEntry(organization.slug, product.id, version),
    onSuccess: () => {
      announce(words.entryRemoved);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open={entry !== null}
      onOpenChange={onClose}
      title={words.removeEntryTitle(entry?.version ?? '')}
      confirmLabel={t.provider.route.remove}
      danger
      busy={removal.isPending}
      onConfirm={() => entry && removal.mutate(entry.version)}
    >
      <p>{words.removeEntryText}</p>
      <ProblemNote error={removal.error} />
    </ConfirmDialog>
  );
}

interface EntryActions {
  onEdit(entry: ChangelogEntry): void;
  onRemove(entry: ChangelogEntry): void;
}

const helper = columnsOf<ChangelogEntry>();

function entryColumns(actions: EntryActions | null) {
  return helper.columns([
    helper.accessor('version', {
      header: t.provider.plan.version,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="flex flex-wrap items-center gap-x-2.5">
          <code className="font-mono text-[0.8125rem]">{original.version}</code>
          <span className="font-medium">{original.title}</span>
        </span>
      ),
    }),
    helper.accessor('published_at', {
      header: t.provider.state,
      cell: ({ getValue }) => <StateBadge state={getValue() ? 'published' : 'draft'} />,
    }),
    helper.accessor('updated_at', {
      header: t.provider.date,
      cell: ({ row: { original } }) => <When at={original.published_at ?? original.updated_at} />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) =>
        actions && (
          <span className="inline-flex gap-2">
            <Button size="small" onClick={() => actions.onEdit(original)}>
              {t.provider.product.edit}
              <span className="sr-only"> {original.version}</span>
            </Button>
            <Button size="small" look="quiet" onClick={() => actions.onRemove(original)}>
              {t.provider.route.remove}
              <span className="sr-only"> {original.version}</span>
            </Button>
          </span>
        ),
    }),
  ]);
}
