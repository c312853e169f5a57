import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type ListedPerson, peopleQuery, setPersonSuspended } from '../../../api/directory.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { Badge, StateBadge } from '../../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { SuspendButton, SuspendDialog, type Suspending } from './suspend-dialog.tsx';

export function PersonTable({ search }: { search: string | undefined }) {
  const query = useInfiniteQuery(peopleQuery(search));
  const [suspending, setSuspending] = useState<Suspending | null>(null);
  const columns = useMemo(() => personColumns(setSuspending), []);
  const words = t.operator.directory;
  return (
    <TablePanel query={query}>
      <DataTable
        caption={words.people}
        columns={columns}
        rows={rowsOf(query.data)}
        rowKey={(row) => row.id}
        empty={<EmptyState kind="filtered" title={words.noMatch} />}
      />
      <SuspendDialog
        suspending={suspending}
        text={words.suspendPerson}
        onSet={setPersonSuspended}
        onClose={() => setSuspending(null)}
      />
    </TablePanel>
  );
}

const helper = columnsOf<ListedPerson>();

function personColumns(onSuspend: (suspending: Suspending) => void) {
  const words = t.operator.directory;
  return helper.columns([
    helper.accessor('email', {
      header: words.person,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="grid gap-0.5">
          <span className="font-medium wrap-anywhere">{original.name}</span>
          <span className="wrap-anywhere text-ink-muted">{original.email}</span>
        </span>
      ),
    }),
    helper.display({
      id: 'state',
      header: t.provider.state,
      cell: ({ row: { original } }) => (
        <span className="inline-flex flex-wrap gap-1.5">
          <StateBadge
            state={original.erased_at ? 'erased' : original.suspended_at ? 'suspended' : 'active'}
          />
          {original.operator && <Badge tone="info">{t.roles.operator}</Badge>}
          {original.second_factor && <Badge>{words.twoSteps}</Badge>}
          {!original.email_verified && <Badge tone="warn">{t.account.unconfirmed}</Badge>}
        </span>
      ),
    }),
    helper.accessor('live_sessions', { header: words.sessions, meta: { align: 'end' } }),
    helper.accessor('created_at', {
      header: t.provider.created,
      meta: { from: 'md' },
      cell: ({ getValue }) => <When at={getValue()} />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) =>
        !original.erased_at && (
          <SuspendButton
            of={{ id: original.id, name: original.name, isSuspended: original.suspended_at !== null }}
            onSuspend={onSuspend}
          />
        ),
    }),
  ]);
}
