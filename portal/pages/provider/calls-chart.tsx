import { useQuery } from '@tanstack/react-query';
import { trafficQuery } from '../../api/provider-consumers.ts';
import { t } from '../../text/index.ts';
import { BarChart } from '../../ui/bar-chart.tsx';
import { formatQuantity } from '../../ui/format/money.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { useNow } from '../../ui/values.tsx';
import { barStarts, RANGES, type RangeName, usageBars } from '../consumer/usage-range.ts';
import { useProvider } from './organization.ts';

const MINUTE_MS = 60_000;

interface CallsChartProps {
  range: RangeName;
  product?: string | undefined;
  subscription?: string | undefined;
}

/** Beginning of a range, as questions have it. */
export function useRangeStart(range: RangeName): { from: string; starts: number[] } {
  const starts = barStarts(range, useNow(MINUTE_MS));
  return { from: new Date(starts[0]!).toISOString(), starts };
}

/** Live calls of the provider's products over time, and those that failed. */
export function CallsChart({ range, product, subscription }: CallsChartProps) {
  const organization = useProvider();
  const { from, starts } = useRangeStart(range);
  const { granularity } = RANGES[range];
  const question = { from, groupBy: granularity, product, subscription };
  const query = useQuery(trafficQuery(organization, question));
  const format = new Intl.DateTimeFormat(
    undefined,
    granularity === 'hour' ? { hour: 'numeric' } : { month: 'short', day: 'numeric', timeZone: 'UTC' },
  );
  return (
    <QueryView query={query} skeleton={<Skeleton className="h-56" />}>
      {({ data }) => {
        const bars = usageBars(data, starts, (start) => format.format(start));
        const calls = bars.reduce((sum, bar) => sum + bar.value, 0);
        const errors = bars.reduce((sum, bar) => sum + bar.marked, 0);
        return (
          <BarChart
            summary={t.usage.chartSummary(formatQuantity(calls), formatQuantity(errors))}
            bars={bars}
            valueName={t.usage.calls}
            markedName={t.usage.errors}
          />
        );
      }}
    </QueryView>
  );
}
