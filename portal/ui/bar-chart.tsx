import { useId, useState } from 'react';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';
import { formatCompact, formatQuantity } from './format/money.ts';

export interface Bar {
  /** Under the bar and in the table. */
  label: string;
  /** Of the whole bar. */
  value: number;
  /** Part of `value` that is marked (errors, for example). */
  marked?: number;
}

export interface BarChartProps {
  /** One sentence that says what the chart shows, for those who do not see it. */
  summary: string;
  bars: Bar[];
  valueName: string;
  markedName?: string;
}

const HEIGHT = 180;
const WIDTH = 720;
const MOST_LABELS = 8;

/** Bars over time. Everything in it can also be read as a table. */
export function BarChart({ summary, bars, valueName, markedName }: BarChartProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <div className="grid gap-2">
      {asTable ? (
        <ChartTable
          summary={summary}
          bars={bars}
          valueName={valueName}
          {...(markedName ? { markedName } : {})}
        />
      ) : (
        <Bars summary={summary} bars={bars} />
      )}
      <div className="flex flex-wrap items-center justify-between gap-2 text-[0.8125rem] text-ink-muted">
        <span className="flex gap-4">
          <Legend className="bg-brand" name={valueName} />
          {markedName && <Legend className="bg-danger" name={markedName} />}
        </span>
        <Button look="quiet" size="small" onClick={() => setAsTable(!asTable)}>
          {asTable ? t.chart.asChart : t.chart.asTable}
        </Button>
      </div>
    </div>
  );
}

function Legend({ className, name }: { className: string; name: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden="true" className={`size-2.5 rounded-[2px] ${className}`} />
      {name}
    </span>
  );
}

function Bars({ summary, bars }: { summary: string; bars: Bar[] }) {
  const hatch = useId();
  const top = niceTop(Math.max(...bars.map((bar) => bar.value), 1));
  const step = WIDTH / Math.max(bars.length, 1);
  const width = Math.min(Math.max(step * 0.72, 1), 44);
  const labelled = Math.max(1, Math.ceil(bars.length / MOST_LABELS));
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2">
      <div
        aria-hidden="true"
        className="numbers flex flex-col justify-between pb-6 text-end text-[0.6875rem] leading-none text-ink-faint"
      >
        {[top, top / 2, 0].map((mark) => (
          <span key={mark}>{formatCompact(mark)}</span>
        ))}
      </div>
      <div className="min-w-0">
        <svg
          role="img"
          aria-label={summary}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="block h-45 w-full"
        >
          <pattern
            id={hatch}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="6" height="6" className="fill-danger" />
            <rect width="2.5" height="6" className="fill-surface" opacity="0.55" />
          </pattern>
          {[0.5, HEIGHT / 2, HEIGHT - 0.5].map((y) => (
            <line
              key={y}
              x1="0"
              x2={WIDTH}
              y1={y}
              y2={y}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {bars.map((bar, index) => {
            const height = (bar.value / top) * HEIGHT;
            const marked = ((bar.marked ?? 0) / top) * HEIGHT;
            const x = index * step + (step - width) / 2;
            return (
              <g key={bar.label}>
                <title>{`${bar.label}: ${formatQuantity(bar.value)}`}</title>
                <rect x={index * step} y="0" width={step} height={HEIGHT} fill="transparent" />
                <rect x={x} y={HEIGHT - height} width={width} height={height} className="fill-brand" />
                {marked > 0 && (
                  <rect x={x} y={HEIGHT - marked} width={width} height={marked} fill={`url(#${hatch})`} />
                )}
              </g>
            );
          })}
        </svg>
        <div aria-hidden="true" className="mt-2 flex h-4 text-[0.6875rem] leading-none text-ink-faint">
          {bars.map((bar, index) => (
            <span key={bar.label} className="relative min-w-0 flex-1">
              {index % labelled === 0 && (
                <span
                  className={cn(
                    'absolute start-1/2 -translate-x-1/2 whitespace-nowrap',
                    index % (labelled * 2) !== 0 && 'max-sm:hidden',
                  )}
                >
                  {bar.label}
                </span>
              )}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}

function ChartTable({ summary, bars, valueName, markedName }: BarChartProps) {
  return (
    <div className="max-h-56 overflow-y-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{summary}</caption>
        <thead className="text-xs text-ink-muted">
          <tr>
            <th scope="col" className="py-1.5 text-start font-medium">
              {t.chart.when}
            </th>
            <th scope="col" className="py-1.5 text-end font-medium">
              {valueName}
            </th>
            {markedName && (
              <th scope="col" className="py-1.5 text-end font-medium">
                {markedName}
              </th>
            )}
          </tr>
        </thead>
        <tbody className="numbers divide-y divide-line">
          {bars.map((bar) => (
            <tr key={bar.label}>
              <th scope="row" className="py-1.5 text-start font-normal">
                {bar.label}
              </th>
              <td className="py-1.5 text-end">{formatQuantity(bar.value)}</td>
              {markedName && <td className="py-1.5 text-end">{formatQuantity(bar.marked ?? 0)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The next round number above: 1, 2 or 5 times a power of ten. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return step * power;
}
