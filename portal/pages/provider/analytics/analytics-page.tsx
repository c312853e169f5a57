import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { rowsOf } from '../../../api/pages.ts';
import { ownProductsQuery, ownRoutesQuery } from '../../../api/products.ts';
import { subscribersQuery } from '../../../api/provider.ts';
import { trafficQuery } from '../../../api/provider-consumers.ts';
import { t } from '../../../text/index.ts';
import { Figure, Figures, Panel } from '../../../ui/card.tsx';
import { formatQuantity, formatShare } from '../../../ui/format/money.ts';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { milliseconds } from '../../consumer/milliseconds.ts';
import { RANGE_NAMES, type RangeName } from '../../consumer/usage-range.ts';
import { CallsChart, useRangeStart } from '../calls-chart.tsx';
import { useProvider } from '../organization.ts';
import { ProductSelect } from '../product-select.tsx';
import { TrafficTable } from './traffic-table.tsx';

const route = getRouteApi('/p/$org/analytics');

/** How the provider's products are used: how much, by whom, and how well it goes. */
export function AnalyticsPage() {
  const { range = '7d', product } = route.useSearch();
  const navigate = route.useNavigate();
  const { from } = useRangeStart(range);
  const filter = (change: { range?: RangeName; product?: string | undefined }) =>
    void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true });
  const span = { from, product };
  const words = t.analytics;
  return (
    <Page title={words.title} hint={words.hint}>
      <div className="flex flex-wrap items-center gap-3">
        <Segments
          label={t.usage.range}
          value={range}
          options={RANGE_NAMES.map((value) => ({ value, label: t.usage.ranges[value] }))}
          onChange={(value) => filter({ range: value })}
        />
        <ProductSelect value={product} onChange={(value) => filter({ product: value })} />
      </div>
      <Totals span={span} />
      <Panel title={t.usage.overTime}>
        <CallsChart range={range} product={product} />
      </Panel>
      <div className="grid items-start gap-5 *:min-w-0 xl:grid-cols-2">
        {product ? <ByRoute span={{ ...span, product }} /> : <ByProduct span={span} />}
        <ByConsumer span={span} />
      </div>
    </Page>
  );
}

interface Span {
  from: string;
  product: string | undefined;
}

function Totals({ span }: { span: Span }) {
  const organization = useProvider();
  const query = useQuery(trafficQuery(organization, { ...span, groupBy: 'event_type' }));
  const consumers = useQuery(trafficQuery(organization, { ...span, groupBy: 'consumer' }));
  const words = t.analytics;
  return (
    <QueryView query={query} skeleton={<Skeleton className="h-22" />}>
      {({ data: [row] }) => {
        const calls = row?.calls ?? 0;
        const errors = (row?.client_errors ?? 0) + (row?.server_errors ?? 0);
        const latency = row?.average_latency_ms ?? null;
        return (
          <Figures>
            <Figure label={t.usage.calls} value={formatQuantity(calls)} />
            <Figure label={words.activeConsumers} value={formatQuantity(consumers.data?.data.length ?? 0)} />
            <Figure
              label={t.usage.errors}
              value={formatQuantity(errors)}
              hint={errors > 0 ? t.home.errorShare(formatShare(errors / calls)) : undefined}
            />
            <Figure label={t.analytics.latency} value={latency === null ? '–' : milliseconds(latency)} />
          </Figures>
        );
      }}
    </QueryView>
  );
}

function ByProduct({ span }: { span: Span }) {
  const organization = useProvider();
  const query = useQuery(trafficQuery(organization, { ...span, groupBy: 'product' }));
  const products = rowsOf(useInfiniteQuery(ownProductsQuery(organization.slug)).data);
  const names = new Map(products?.map((product) => [product.id, product.name]));
  return (
    <TrafficTable
      title={t.analytics.byProduct}
      query={query}
      rows={query.data?.data.map((row) => ({ ...row, id: row.product_id ?? '' }))}
      nameOf={(id) => names.get(id) ?? id}
    />
  );
}

function ByRoute({ span }: { span: Span & { product: string } }) {
  const organization = useProvider();
  const query = useQuery(trafficQuery(organization, { ...span, groupBy: 'route' }));
  const routes = useQuery(ownRoutesQuery(organization.slug, span.product)).data;
  const names = new Map(routes?.map((one) => [one.id, `${one.method} ${one.template}`]));
  return (
    <TrafficTable
      title={t.analytics.byRoute}
      query={query}
      rows={query.data?.data.map((row) => ({ ...row, id: row.route_id ?? '' }))}
      nameOf={(id) => names.get(id) ?? t.usage.unknownRoute}
    />
  );
}

function ByConsumer({ span }: { span: Span }) {
  const organization = useProvider();
  const query = useQuery(trafficQuery(organization, { ...span, groupBy: 'consumer' }));
  const subscribers = rowsOf(useInfiniteQuery(subscribersQuery(organization.slug)).data);
  const names = new Map(subscribers?.map((one) => [one.organization.id, one.organization.name]));
  return (
    <TrafficTable
      title={t.analytics.byConsumer}
      query={query}
      rows={query.data?.data.map((row) => ({ ...row, id: row.organization_id ?? '' }))}
      nameOf={(id) => names.get(id) ?? id}
      consumers
    />
  );
}
