import { useQuery } from '@tanstack/react-query';
import { usageQuery } from '../../api/usage.ts';
import { t } from '../../text/index.ts';
import { BarChart } from '../../ui/bar-chart.tsx';
import { formatQuantity } from '../../ui/format/money.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { type Granularity, type UsageSpan, usageBars } from './usage-range.ts';

export interface UsageChartProps {
  organization: { id: string; slug: string };
  span: UsageSpan;
  /** Beginnings of the bars, epoch milliseconds. */
  starts: number[];
  granularity: Granularity;
}

export function UsageChart({ organization, span, starts, granularity }: UsageChartProps) {
  const query = useQuery(usageQuery(organization, { ...span, groupBy: granularity }));
  const label = labelOf(granularity);
  return (
    <QueryView query={query} skeleton={<Skeleton className="h-56" />}>
      {({ data }) => {
        const bars = usageBars(data, starts, label);
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

/** Hours are named in the viewer's zone; days are UTC days and named so. */
function labelOf(granularity: Granularity): (startMs: number) => string {
  const format = new Intl.DateTimeFormat(
    undefined,
    granularity === 'hour' ? { hour: 'numeric' } : { month: 'short', day: 'numeric', timeZone: 'UTC' },
  );
  return (startMs) => format.format(startMs);
}
