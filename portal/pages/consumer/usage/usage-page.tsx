import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { type CallGroup, callStatisticsQuery, usageQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { Figure, Figures, Panel } from '../../../ui/card.tsx';
import { formatQuantity, formatShare } from '../../../ui/format/money.ts';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { useNow } from '../../../ui/values.tsx';
import { milliseconds } from '../milliseconds.ts';
import { useOrganization } from '../organization.ts';
import { SubscriptionFilter } from '../subscription-filter.tsx';
import { UsageChart } from '../usage-chart.tsx';
import { barStarts, RANGE_NAMES, RANGES, type RangeName, type UsageSpan } from '../usage-range.ts';
import { BreakdownPanel } from './breakdown-panel.tsx';
import { LiveBadge } from './live-badge.tsx';

const route = getRouteApi('/o/$org/usage');
const MINUTE_MS = 60_000;

export function UsagePage() {
  const organization = useOrganization();
  const { range = '24h', by = 'route', subscription } = route.useSearch();
  const navigate = route.useNavigate();
  const subscriptions = useQuery(subscriptionsQuery(organization));
  const starts = barStarts(range, useNow(MINUTE_MS));
  const span = { from: new Date(starts[0]!).toISOString(), subscription };
  const filter = (change: { range?: RangeName; by?: CallGroup; subscription?: string | undefined }) =>
    void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true });
  return (
    <Page title={t.usage.title} hint={t.usage.hint}>
      <div className="flex flex-wrap items-center gap-3">
        <Segments
          label={t.usage.range}
          value={range}
          options={RANGE_NAMES.map((value) => ({ value, label: t.usage.ranges[value] }))}
          onChange={(value) => filter({ range: value })}
        />
        <SubscriptionFilter
          subscriptions={subscriptions.data}
          value={subscription}
          onChange={(value) => filter({ subscription: value })}
        />
        <LiveBadge organization={organization} question={{ ...span, groupBy: 'event_type' }} />
      </div>
      <Totals span={span} />
      <Panel title={t.usage.overTime}>
        <UsageChart
          organization={organization}
          span={span}
          starts={starts}
          granularity={RANGES[range].granularity}
        />
      </Panel>
      <BreakdownPanel span={span} by={by} onChange={(value) => filter({ by: value })} />
    </Page>
  );
}

function Totals({ span }: { span: UsageSpan }) {
  const organization = useOrganization();
  const query = useQuery(usageQuery(organization, { ...span, groupBy: 'event_type' }));
  return (
    <QueryView query={query} skeleton={<Skeleton className="h-22" />}>
      {({ data: [row] }) => {
        const calls = row?.calls ?? 0;
        const errors = (row?.client_errors ?? 0) + (row?.server_errors ?? 0);
        return (
          <Figures>
            <Figure label={t.usage.calls} value={formatQuantity(calls)} />
            <Figure
              label={t.usage.units}
              value={formatQuantity(row?.units ?? '0')}
              hint={overageHint(row?.overage_units)}
            />
            <Figure
              label={t.usage.errors}
              value={formatQuantity(errors)}
              hint={errors > 0 ? t.home.errorShare(formatShare(errors / calls)) : undefined}
            />
            <Latencies span={span} />
          </Figures>
        );
      }}
    </QueryView>
  );
}

/** Half of the calls, and nearly all of them, were as fast as this. */
function Latencies({ span }: { span: UsageSpan }) {
  const organization = useOrganization();
  const { data } = useQuery(callStatisticsQuery(organization, span));
  const [row] = data ?? [];
  const shown = (value: number | null | undefined) => (value == null ? '–' : milliseconds(value));
  return (
    <Figure
      label={t.usage.p95}
      value={data ? shown(row?.p95_latency_ms) : '…'}
      hint={row?.p50_latency_ms == null ? undefined : t.usage.p50Hint(shown(row.p50_latency_ms))}
    />
  );
}

function overageHint(units: string | undefined): string | undefined {
  return units && Number(units) > 0 ? t.usage.overage(formatQuantity(units)) : undefined;
}
