import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import {
  type ListedOrganization,
  organizationsQuery,
  setOrganizationSuspended,
} from '../../../api/directory.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { Badge, StateBadge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { CommissionDialog } from './commission-dialog.tsx';
import { SuspendButton, SuspendDialog, type Suspending } from './suspend-dialog.tsx';

export function OrganizationTable({ search }: { search: string | undefined }) {
  const query = useInfiniteQuery(organizationsQuery(search));
  const [suspending, setSuspending] = useState<Suspending | null>(null);
  const [charged, setCharged] = useState<ListedOrganization | null>(null);
  const columns = useMemo(() => organizationColumns(setSuspending, setCharged), []);
  const words = t.operator.directory;
  return (
    <TablePanel query={query}>
      <DataTable
        caption={words.organizations}
        columns={columns}
        rows={rowsOf(query.data)}
        rowKey={(row) => row.id}
        empty={<EmptyState kind="filtered" title={words.noMatch} />}
      />
      <SuspendDialog
        suspending={suspending}
        text={words.suspendOrganization}
        onSet={setOrganizationSuspended}
        onClose={() => setSuspending(null)}
      />
      <CommissionDialog provider={charged} onClose={() => setCharged(null)} />
    </TablePanel>
  );
}

const helper = columnsOf<ListedOrganization>();

function organizationColumns(
  onSuspend: (suspending: Suspending) => void,
  onCharge: (provider: ListedOrganization) => void,
) {
  const words = t.operator.directory;
  return helper.columns([
    helper.accessor('name', {
      header: words.name,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="grid gap-0.5">
          <span className="font-medium wrap-anywhere">{original.name}</span>
          <code className="font-mono text-xs wrap-anywhere text-ink-muted">{original.slug}</code>
        </span>
      ),
    }),
    helper.display({
      id: 'state',
      header: t.provider.state,
      cell: ({ row: { original } }) => (
        <span className="inline-flex flex-wrap gap-1.5">
          <StateBadge
            state={original.closed_at ? 'closed' : original.suspended_at ? 'suspended' : 'active'}
          />
          {original.provider && <Badge tone="info">{words.provides}</Badge>}
        </span>
      ),
    }),
    helper.accessor('members', { header: words.members, meta: { align: 'end' } }),
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
        !original.closed_at && (
          <span className="inline-flex flex-wrap justify-end gap-2">
            <ButtonLink size="small" look="quiet" to="/admin/audit" search={{ chain: original.id }}>
              {t.auditLog.title}
              <span className="sr-only"> {original.name}</span>
            </ButtonLink>
            {original.provider && (
              <Button size="small" onClick={() => onCharge(original)}>
                {t.commission.action}
                <span className="sr-only"> {original.name}</span>
              </Button>
            )}
            <SuspendButton
              of={{ id: original.id, name: original.name, isSuspended: original.suspended_at !== null }}
              onSuspend={onSuspend}
            />
          </span>
        ),
    }),
  ]);
}
