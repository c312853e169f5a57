import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { rowsOf } from '../../../api/pages.ts';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { type LimitHit, limitHitsQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { Quantity, When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';
import { SubscriptionFilter, subscriptionName } from '../subscription-filter.tsx';

const route = getRouteApi('/o/$org/limits');

const helper = columnsOf<LimitHit>();

function columnsFor(names: ReadonlyMap<string, string>) {
  return helper.columns([
    helper.display({
      id: 'policy',
      header: t.limits.policy,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="flex flex-wrap items-center gap-2.5">
          <Badge tone={original.kind === 'overage' ? 'info' : 'warn'}>{t.limits.kinds[original.kind]}</Badge>
          <code className="font-mono text-[0.8125rem]">{original.policy}</code>
          {original.environment === 'test' && <Badge tone="info">{t.environments.test}</Badge>}
        </span>
      ),
    }),
    helper.accessor('subscription_id', {
      header: t.limits.subscription,
      cell: ({ getValue }) => names.get(getValue()) ?? getValue(),
    }),
    helper.accessor('key_id', {
      header: t.limits.key,
      meta: { from: 'lg' },
      cell: ({ getValue }) => <code className="font-mono text-[0.8125rem]">{getValue()}</code>,
    }),
    helper.accessor('hits', {
      header: t.limits.hits,
      meta: { align: 'end' },
      cell: ({ getValue }) => <Quantity value={String(getValue())} />,
    }),
    helper.accessor('minute', {
      header: t.limits.minute,
      meta: { align: 'end' },
      cell: ({ getValue }) => <When at={getValue()} as="moment" />,
    }),
  ]);
}

/** When and where limits said no, by minute. */
export function LimitsPage() {
  const organization = useOrganization();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const subscriptions = useQuery(subscriptionsQuery(organization));
  const query = useInfiniteQuery(limitHitsQuery(organization.slug, search.subscription));
  const names = new Map(subscriptions.data?.map((one) => [one.id, subscriptionName(one)]));
  return (
    <Page title={t.limits.title} hint={t.limits.hint}>
      <SubscriptionFilter
        subscriptions={subscriptions.data}
        value={search.subscription}
        onChange={(subscription) => void navigate({ search: { subscription }, replace: true })}
      />
      <TablePanel query={query}>
        <DataTable
          caption={t.limits.title}
          columns={columnsFor(names)}
          rows={rowsOf(query.data)}
          rowKey={(row) =>
            [row.minute, row.key_id, row.route_id, row.policy, row.kind, row.environment].join(' ')
          }
          empty={<EmptyState title={t.limits.noneTitle}>{t.limits.none}</EmptyState>}
        />
      </TablePanel>
    </Page>
  );
}
