import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { rowsOf } from '../../../api/pages.ts';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { type LimitFilter, type LimitHit, limitHitsQuery, limitTotalsQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { Quantity, useNow, When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';
import { SubscriptionFilter, subscriptionName } from '../subscription-filter.tsx';

const route = getRouteApi('/o/$org/limits');

const KINDS = ['', 'rate', 'quota', 'concurrency', 'overage'] as const;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MOST_TOTALS = 5;

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
  const query = useInfiniteQuery(limitHitsQuery(organization.slug, search));
  const isFiltered = search.kind !== undefined || search.subscription !== undefined;
  const filter = (change: LimitFilter) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const names = new Map(subscriptions.data?.map((one) => [one.id, subscriptionName(one)]));
  return (
    <Page title={t.limits.title} hint={t.limits.hint}>
      <div className="flex flex-wrap items-center gap-3">
        <Segments
          label={t.limits.policy}
          value={search.kind ?? ''}
          options={KINDS.map((value) => ({
            value,
            label: value === '' ? t.limits.allKinds : t.limits.kinds[value],
          }))}
          onChange={(kind) => filter({ kind: kind === '' ? undefined : kind })}
        />
        <SubscriptionFilter
          subscriptions={subscriptions.data}
          value={search.subscription}
          onChange={(subscription) => filter({ subscription })}
        />
      </div>
      {!isFiltered && <Totals names={names} />}
      <TablePanel query={query}>
        <DataTable
          caption={t.limits.title}
          columns={columnsFor(names)}
          rows={rowsOf(query.data)}
          rowKey={(row) =>
            [row.minute, row.key_id, row.route_id, row.policy, row.kind, row.environment].join(' ')
          }
          empty={
            <EmptyState kind={isFiltered ? 'filtered' : 'none'} title={t.limits.noneTitle}>
              {t.limits.none}
            </EmptyState>
          }
        />
      </TablePanel>
    </Page>
  );
}

/** Which limits it was, in a week; another plan may have higher ones. */
function Totals({ names }: { names: ReadonlyMap<string, string> }) {
  const organization = useOrganization();
  const nowMs = useNow(MINUTE_MS);
  const from = new Date(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - 7 * DAY_MS).toISOString();
  const { data = [] } = useQuery(limitTotalsQuery(organization.slug, from));
  if (data.length === 0) return null;
  return (
    <Panel title={t.limits.week}>
      <ul className="grid gap-2.5 text-sm">
        {data.slice(0, MOST_TOTALS).map((total) => (
          <li
            key={`${total.subscription_id} ${total.kind} ${total.policy}`}
            className="flex flex-wrap items-center gap-x-3 gap-y-1"
          >
            <Badge tone={total.kind === 'overage' ? 'info' : 'warn'}>{t.limits.kinds[total.kind]}</Badge>
            <code className="font-mono text-[0.8125rem]">{total.policy}</code>
            <TextLink
              to="/o/$org/subscriptions/$subscription"
              params={{ org: organization.slug, subscription: total.subscription_id }}
            >
              {names.get(total.subscription_id) ?? total.subscription_id}
            </TextLink>
            <span className="ms-auto font-medium">{t.limits.times(total.hits)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-[0.8125rem] text-ink-muted">{t.limits.advice}</p>
    </Panel>
  );
}
