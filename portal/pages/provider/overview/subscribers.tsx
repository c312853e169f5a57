import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { rowsOf } from '../../../api/pages.ts';
import { ownProductsQuery, type Subscriber, subscribersQuery } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';

const helper = columnsOf<Subscriber>();

/** Who has subscribed to what, latest first. */
export function Subscribers() {
  const organization = useProvider();
  const query = useInfiniteQuery(subscribersQuery(organization.slug));
  const products = useInfiniteQuery(ownProductsQuery(organization.slug));
  const rows = rowsOf(query.data);
  const columns = useMemo(() => {
    const names = new Map(rowsOf(products.data)?.map((product) => [product.id, product.name]));
    return helper.columns([
      helper.display({
        id: 'consumer',
        header: t.provider.consumer,
        meta: { lead: true },
        cell: ({ row }) => row.original.organization.name,
      }),
      helper.display({
        id: 'product',
        header: t.provider.name,
        cell: ({ row: { original } }) =>
          names.get(original.subscription.product_id) ?? original.subscription.product_id,
      }),
      helper.display({
        id: 'state',
        header: t.provider.state,
        cell: ({ row }) => <StateBadge state={row.original.subscription.state} />,
      }),
      helper.display({
        id: 'since',
        header: t.subscriptions.since,
        meta: { align: 'end' },
        cell: ({ row }) => <When at={row.original.subscription.created_at} />,
      }),
    ]);
  }, [products.data]);
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
    </Panel>
  );
}
