import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { rowsOf } from '../../../api/pages.ts';
import { type Subscriber, subscribersQuery } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { ResetQuotaDialog } from './reset-quota-dialog.tsx';

const helper = columnsOf<Subscriber>();

const columnsWith = (onReset: (subscriber: Subscriber) => void) =>
  helper.columns([
    helper.accessor('organization.name', { header: t.provider.consumer, meta: { lead: true } }),
    helper.accessor('subscription.product.name', { header: t.provider.name }),
    helper.accessor('subscription.plan.name', { header: t.subscriptions.plan }),
    helper.accessor('subscription.state', {
      header: t.provider.state,
      cell: ({ getValue }) => <StateBadge state={getValue()} />,
    }),
    helper.accessor('subscription.created_at', {
      header: t.subscriptions.since,
      meta: { align: 'end' },
      cell: ({ getValue }) => <When at={getValue()} />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) =>
        original.subscription.version.terms.quotas.length > 0 &&
        original.subscription.state !== 'canceled' && (
          <Button size="small" onClick={() => onReset(original)}>
            {t.provider.resetQuota.action}
            <span className="sr-only"> {original.organization.name}</span>
          </Button>
        ),
    }),
  ]);

/** Who has subscribed to what, latest first. */
export function Subscribers() {
  const organization = useProvider();
  const query = useInfiniteQuery(subscribersQuery(organization.slug));
  const rows = rowsOf(query.data);
  const [resetting, setResetting] = useState<Subscriber | null>(null);
  const columns = useMemo(() => columnsWith(setResetting), []);
  return (
    <Panel title={t.provider.consumers} flush>
      {query.isError && !rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={t.provider.consumers}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.subscription.id}
          empty={<EmptyState title={t.provider.noConsumersTitle}>{t.provider.noConsumers}</EmptyState>}
        />
      )}
      <LoadMore query={query} />
      <ResetQuotaDialog subscriber={resetting} onClose={() => setResetting(null)} />
    </Panel>
  );
}
