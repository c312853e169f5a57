import { useState } from 'react';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';
import { formatCompact, formatMoney, formatQuantity } from './format/money.ts';

export interface Curve {
  name: string;
  /** Exact amounts, one for each x; as numbers they only decide where a line runs. */
  amounts: string[];
}

export interface CurveChartProps {
  /** One sentence that says what the chart shows, for those who do not see it. */
  summary: string;
  xName: string;
  /** Ascending. */
  xs: number[];
  currency: string;
  /** The second is dashed: what the first is compared with. */
  curves: Curve[];
}

const WIDTH = 720;
const HEIGHT = 200;
const LINES = ['stroke-brand', 'stroke-ink-muted [stroke-dasharray:6_4]'];
const KEYS = ['border-brand', 'border-ink-muted border-dashed'];

/** Amounts against a quantity. Everything in it can also be read as a table. */
export function CurveChart(props: CurveChartProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <div className="grid gap-2">
      {asTable ? <CurveTable {...props} /> : <Curves {...props} />}
      <div className="flex flex-wrap items-center justify-between gap-2 text-[0.8125rem] text-ink-muted">
        <span className="flex flex-wrap gap-x-4 gap-y-1">
          {props.curves.map((curve, index) => (
            <span key={curve.name} className="flex items-center gap-1.5">
              <span aria-hidden="true" className={cn('w-4 border-t-2', KEYS[index])} />
              {curve.name}
            </span>
          ))}
        </span>
        <Button look="quiet" size="small" onClick={() => setAsTable(!asTable)}>
          {asTable ? t.chart.asChart : t.chart.asTable}
        </Button>
      </div>
    </div>
  );
}

function Curves({ summary, xs, currency, curves }: CurveChartProps) {
  const most = xs.at(-1) ?? 1;
  const top = Math.max(...curves.flatMap(({ amounts }) => amounts.map(Number)), 0) || 1;
  const points = ({ amounts }: Curve) =>
    amounts.map((amount, index) => {
      const [x, y] = [(xs[index]! / most) * WIDTH, HEIGHT - (Number(amount) / top) * (HEIGHT - 4) - 2];
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
  const marks = [top, top / 2, 0].map((mark) => formatMoney(mark.toFixed(top < 10 ? 2 : 0), currency));
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2">
      <div
        aria-hidden="true"
        className="numbers flex flex-col justify-between pb-6 text-end text-[0.6875rem] leading-none text-ink-faint"
      >
        {marks.map((mark) => (
          <span key={mark}>{mark}</span>
        ))}
      </div>
      <div className="min-w-0">
        <svg
          role="img"
          aria-label={summary}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="block h-50 w-full"
        >
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
          {curves.map((curve, index) => (
            <polyline
              key={curve.name}
              points={points(curve).join(' ')}
              fill="none"
              strokeWidth="2"
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
              className={LINES[index]!}
            />
          ))}
        </svg>
        <div
          aria-hidden="true"
          className="numbers mt-2 flex h-4 justify-between text-[0.6875rem] leading-none text-ink-faint"
        >
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <span key={share}>{formatCompact(most * share)}</span>
          ))}
        </div>
      </div>
    </div>
  );
}

function CurveTable({ summary, xName, xs, currency, curves }: CurveChartProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section aria-label={summary} tabIndex={0} className="max-h-60 overflow-y-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{summary}</caption>
        <thead className="text-xs text-ink-muted">
          <tr>
            <th scope="col" className="py-1.5 text-start font-medium">
              {xName}
            </th>
            {curves.map((curve) => (
              <th key={curve.name} scope="col" className="py-1.5 text-end font-medium">
                {curve.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="numbers divide-y divide-line">
          {xs.map((x, index) => (
            <tr key={x}>
              <th scope="row" className="py-1.5 text-start font-normal">
                {formatQuantity(x)}
              </th>
              {curves.map((curve) => (
                <td key={curve.name} className="py-1.5 text-end">
                  {formatMoney(curve.amounts[index] ?? '0', currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
