import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { keysQuery } from '../../../api/keys.ts';
import { type ProductPage, type ProductRoute, productByIdQuery } from '../../../api/marketplace.ts';
import { rowsOf } from '../../../api/pages.ts';
import type { Subscription } from '../../../api/subscriptions.ts';
import { type UsageRow, usageQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { Badge, MethodBadge } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/card.tsx';
import { type Columns, columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { formatQuantity, formatShare } from '../../../ui/format/money.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useOrganization } from '../organization.ts';
import type { UsageSpan } from '../usage-range.ts';

interface Row extends UsageRow {
  id: string;
  share: number;
}

function withShares(
  rows: UsageRow[] | undefined,
  idOf: (row: UsageRow) => string | null | undefined,
): Row[] | undefined {
  const all = rows?.reduce((sum, row) => sum + row.calls, 0) ?? 0;
  return rows
    ?.map((row) => ({ ...row, id: idOf(row) ?? '', share: all > 0 ? row.calls / all : 0 }))
    .sort((a, b) => b.calls - a.calls);
}

const helper = columnsOf<Row>();
const numberColumns = helper.columns([
  helper.accessor('calls', {
    header: t.usage.calls,
    meta: { align: 'end' },
    cell: ({ getValue }) => formatQuantity(getValue()),
  }),
  helper.accessor('units', {
    header: t.usage.units,
    meta: { align: 'end', from: 'md' },
    cell: ({ getValue }) => formatQuantity(getValue()),
  }),
  helper.display({
    id: 'errors',
    header: t.usage.errors,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => formatQuantity(original.client_errors + original.server_errors),
  }),
  helper.accessor('share', {
    header: t.usage.share,
    meta: { align: 'end' },
    cell: ({ getValue }) => formatShare(getValue()),
  }),
]);

const noCalls = (
  <EmptyState title={t.usage.noneTitle} className="py-8">
    {t.usage.none}
  </EmptyState>
);

export function UsageByRoute({
  span,
  subscriptions,
}: {
  span: UsageSpan;
  subscriptions: Subscription[] | undefined;
}) {
  const organization = useOrganization();
  const query = useQuery(usageQuery(organization, { ...span, groupBy: 'route' }));
  const productIds = [...new Set(subscriptions?.map((one) => one.product_id))];
  const routes = useQueries({ queries: productIds.map(productByIdQuery), combine: routesById });
  const columns = useMemo(() => {
    return [
      helper.display({
        id: 'route',
        header: t.usage.route,
        meta: { lead: true },
        cell: ({ row: { original } }) => {
          const known = routes.get(original.id);
          if (!known) return original.id || t.usage.unknownRoute;
          return (
            <span className="flex flex-wrap items-center gap-2.5">
              <MethodBadge method={known.method} />
              <code className="font-mono text-[0.8125rem] wrap-anywhere">{known.template}</code>
            </span>
          );
        },
      }),
      ...numberColumns,
    ];
  }, [routes]);
  return (
    <UsageTable
      title={t.usage.byRoute}
      query={query}
      columns={columns}
      rows={withShares(query.data?.data, (row) => row.route_id)}
    />
  );
}

function routesById(queries: { data: ProductPage | null | undefined }[]): Map<string, ProductRoute> {
  return new Map(queries.flatMap(({ data }) => data?.routes.map((route) => [route.id, route]) ?? []));
}

export function UsageByKey({ span }: { span: UsageSpan }) {
  const organization = useOrganization();
  const query = useQuery(usageQuery(organization, { ...span, groupBy: 'key' }));
  const keys = useInfiniteQuery(keysQuery(organization.slug));
  const columns = useMemo(() => {
    const names = new Map(rowsOf(keys.data)?.map((key) => [key.id, key]));
    return [
      helper.display({
        id: 'key',
        header: t.usage.key,
        meta: { lead: true },
        cell: ({ row: { original } }) => {
          const known = names.get(original.id);
          if (!known) return original.id || '–';
          return (
            <span className="flex flex-wrap items-center gap-2">
              {known.name}
              {known.environment === 'test' && <Badge tone="info">{t.environments.test}</Badge>}
            </span>
          );
        },
      }),
      ...numberColumns,
    ];
  }, [keys.data]);
  return (
    <UsageTable
      title={t.usage.byKey}
      query={query}
      columns={columns}
      rows={withShares(query.data?.data, (row) => row.key_id)}
    />
  );
}

interface UsageTableProps {
  title: string;
  query: { isError: boolean; error: unknown; refetch(): unknown };
  columns: Columns<Row>;
  rows: Row[] | undefined;
}

function UsageTable({ title, query, columns, rows }: UsageTableProps) {
  return (
    <Panel title={title} flush>
      {query.isError && !rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable caption={title} columns={columns} rows={rows} rowKey={(row) => row.id} empty={noCalls} />
      )}
    </Panel>
  );
}
