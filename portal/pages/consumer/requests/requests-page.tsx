import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { rowsOf } from '../../../api/pages.ts';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { type RequestEntry, requestsQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { Badge, MethodBadge, StatusBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { milliseconds } from '../milliseconds.ts';
import { useOrganization } from '../organization.ts';
import { SubscriptionFilter } from '../subscription-filter.tsx';
import { PathFilter } from './path-filter.tsx';

const route = getRouteApi('/o/$org/requests');
const CLASSES = ['', '2', '3', '4', '5'];

const helper = columnsOf<RequestEntry>();
const columns = helper.columns([
  helper.display({
    id: 'request',
    header: t.requests.request,
    meta: { lead: true },
    cell: ({ row: { original } }) => (
      <span className="flex flex-wrap items-center gap-2.5">
        <MethodBadge method={original.method} />
        <code className="font-mono text-[0.8125rem] wrap-anywhere">{original.path}</code>
        {original.environment === 'test' && <Badge tone="info">{t.environments.test}</Badge>}
        {original.interrupted && <Badge tone="warn">{t.requests.interrupted}</Badge>}
      </span>
    ),
  }),
  helper.accessor('status', {
    header: t.requests.status,
    cell: ({ getValue }) => {
      const status = getValue();
      return status === null ? '–' : <StatusBadge status={status} />;
    },
  }),
  helper.accessor('latency_ms', {
    header: t.requests.latency,
    meta: { align: 'end' },
    cell: ({ getValue }) => {
      const latency = getValue();
      return latency === null ? '–' : milliseconds(latency);
    },
  }),
  helper.accessor('timestamp', {
    header: t.requests.time,
    meta: { align: 'end' },
    cell: ({ getValue }) => <When at={getValue()} as="moment" />,
  }),
]);

export function RequestsPage() {
  const organization = useOrganization();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const subscriptions = useQuery(subscriptionsQuery(organization));
  const query = useInfiniteQuery(requestsQuery(organization.slug, search));
  const filter = (change: typeof search) =>
    void navigate({ search: { ...search, ...change }, replace: true });
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <Page title={t.requests.title} hint={t.requests.hint}>
      <div className="flex flex-wrap items-center gap-3">
        <Segments
          label={t.requests.filterStatus}
          value={String(search.status ?? '')}
          options={CLASSES.map((value) => ({ value, label: value ? `${value}xx` : t.requests.allStatuses }))}
          onChange={(value) => filter({ status: value ? Number(value) : undefined })}
        />
        <SubscriptionFilter
          subscriptions={subscriptions.data}
          value={search.subscription}
          onChange={(subscription) => filter({ subscription })}
        />
        <PathFilter initial={search.path ?? ''} onChange={(path) => filter({ path: path || undefined })} />
        {isFiltered && (
          <Button look="quiet" size="small" onClick={() => void navigate({ search: {} })}>
            {t.actions.clearFilters}
          </Button>
        )}
      </div>
      <TablePanel query={query}>
        <DataTable
          caption={t.requests.title}
          columns={columns}
          rows={rowsOf(query.data)}
          rowKey={(row) => row.id}
          expectedRows={8}
          empty={
            isFiltered ? (
              <EmptyState kind="filtered" title={t.requests.noMatchTitle} />
            ) : (
              <EmptyState title={t.requests.noneTitle}>{t.requests.none}</EmptyState>
            )
          }
        />
      </TablePanel>
    </Page>
  );
}
