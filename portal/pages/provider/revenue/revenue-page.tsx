import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type RevenueRow, revenueQuery } from '../../../api/revenue.ts';
import { t } from '../../../text/index.ts';
import { BarChart } from '../../../ui/bar-chart.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { formatMoney } from '../../../ui/format/money.ts';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { EmptyState, Skeleton } from '../../../ui/states.tsx';
import { Money } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { SPANS, type Span, type SpanName, spanOf } from '../revenue-range.ts';
import { Waterfall } from '../waterfall.tsx';

const route = getRouteApi('/p/$org/revenue');
const GROUPS = ['product', 'plan', 'time'] as const;
export type GroupName = (typeof GROUPS)[number];

/** What was invoiced, what of it goes elsewhere, and what is the provider's. */
export function RevenuePage() {
  const { span: name = '12-months', by = 'product' } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (change: { span?: SpanName; by?: GroupName }) =>
    void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true });
  const span = spanOf(name, new Date().toISOString().slice(0, 10));
  const words = t.revenue;
  return (
    <Page title={words.title} hint={words.hint}>
      <div>
        <Segments
          label={words.span}
          value={name}
          options={SPANS.map((value) => ({ value, label: words.spans[value] }))}
          onChange={(value) => show({ span: value })}
        />
      </div>
      <OverTime span={span} />
      <div>
        <Segments
          label={words.by}
          value={by}
          options={GROUPS.map((value) => ({ value, label: words.groups[value] }))}
          onChange={(value) => show({ by: value })}
        />
      </div>
      <Breakdown span={span} by={by} />
    </Page>
  );
}

function OverTime({ span: { periods, ...question } }: { span: Span }) {
  const organization = useProvider();
  const query = useQuery(revenueQuery(organization.slug, { ...question, by: 'nothing' }));
  const words = t.revenue;
  return (
    <QueryView query={query} skeleton={<Skeleton className="h-80" />}>
      {({ totals, data, time_zone: timeZone }) =>
        totals.length === 0 ? (
          <Panel title={words.whose}>
            <EmptyState title={words.noneTitle}>{words.none}</EmptyState>
          </Panel>
        ) : (
          totals.map((total) => (
            <div key={total.currency} className="grid items-start gap-5 *:min-w-0 xl:grid-cols-2">
              <Panel title={words.whose} hint={total.currency}>
                <Waterfall total={total} />
              </Panel>
              <Panel title={words.overTime} hint={words.zone(timeZone)}>
                <BarChart
                  summary={words.summary(formatMoney(total.gross, total.currency))}
                  bars={barsOf(
                    periods,
                    data.filter((row) => row.currency === total.currency),
                  )}
                  valueName={words.inCurrency(words.steps.gross, total.currency)}
                  markedName={words.inCurrency(words.steps.refunds, total.currency)}
                />
              </Panel>
            </div>
          ))
        )
      }
    </QueryView>
  );
}

/** Numbers decide about heights; what is exact stands in the table below. */
function barsOf(periods: string[], rows: RevenueRow[]) {
  const byPeriod = new Map(rows.map((row) => [row.period, row]));
  return periods.map((period) => {
    const row = byPeriod.get(period);
    return { label: periodLabel(period), value: Number(row?.gross ?? 0), marked: Number(row?.refunds ?? 0) };
  });
}

function periodLabel(period: string): string {
  const isDay = period.length > 7;
  const format: Intl.DateTimeFormatOptions = isDay
    ? { month: 'short', day: 'numeric' }
    : { month: 'short', year: 'numeric' };
  const at = new Date(`${isDay ? period : `${period}-01`}T00:00:00Z`);
  return new Intl.DateTimeFormat(undefined, { ...format, timeZone: 'UTC' }).format(at);
}

/** All rows come at once. */
const WHOLE = { hasNextPage: false, isFetchingNextPage: false, fetchNextPage: async () => {} };

function Breakdown({ span, by }: { span: Span; by: GroupName }) {
  const organization = useProvider();
  const { from, to, period } = span;
  const query = useQuery(
    revenueQuery(
      organization.slug,
      by === 'time' ? { from, to, period, by: 'nothing' } : { from, to, period: 'whole', by },
    ),
  );
  const words = t.revenue;
  return (
    <ListPanel
      title={words.breakdowns[by]}
      query={{ ...WHOLE, ...query }}
      columns={columns}
      rows={query.data?.data}
      rowKey={(row) => [row.period, row.currency, row.product?.id, row.plan?.id].join(' ')}
      none={words.noneTitle}
    />
  );
}

const helper = columnsOf<RevenueRow>();
const amount = (name: 'gross' | 'fees' | 'refunds' | 'tax' | 'net', from?: 'md' | 'lg') =>
  helper.accessor(name, {
    header: t.revenue.steps[name],
    meta: { align: 'end', ...(from ? { from } : {}) },
    cell: ({ row: { original } }) => <Money amount={original[name]} currency={original.currency} />,
  });

const columns = helper.columns([
  helper.display({
    id: 'of',
    header: t.revenue.of,
    meta: { lead: true },
    cell: ({ row: { original } }) => (
      <span className="wrap-anywhere">
        {[original.product?.name, original.plan?.name].filter(Boolean).join(' · ') ||
          (original.period ? periodLabel(original.period) : '–')}
      </span>
    ),
  }),
  amount('gross'),
  amount('fees', 'md'),
  amount('refunds', 'md'),
  amount('tax', 'md'),
  amount('net'),
]);
