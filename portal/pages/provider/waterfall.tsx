import type { RevenueTotal } from '../../api/revenue.ts';
import { t } from '../../text/index.ts';
import { cn } from '../../ui/class-names.ts';
import { Money } from '../../ui/values.tsx';

const STEPS = ['gross', 'fees', 'refunds', 'tax', 'net'] as const;

/** From what was invoiced to what is the provider's, a bar for each step. The amounts are exact; bars are only drawn. */
export function Waterfall({ total }: { total: RevenueTotal }) {
  const gross = Math.max(Number(total.gross), 0.01);
  let left = Number(total.gross);
  const bars = STEPS.map((step) => {
    const amount = Number(total[step]);
    const isWhole = step === 'gross' || step === 'net';
    if (!isWhole) left -= amount;
    const start = isWhole ? 0 : Math.max(left, 0);
    return { step, isWhole, start: start / gross, width: Math.max(amount, 0) / gross };
  });
  const words = t.revenue;
  return (
    <dl className="grid gap-3 text-sm">
      {bars.map(({ step, isWhole, start, width }) => (
        <div
          key={step}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 sm:grid-cols-[10rem_minmax(0,1fr)_8rem]"
        >
          <dt className={cn(isWhole ? 'font-semibold' : 'text-ink-muted')}>{words.steps[step]}</dt>
          <dd className={cn('text-end sm:order-last', isWhole && 'font-semibold')}>
            {!isWhole && '− '}
            <Money amount={total[step]} currency={total.currency} />
          </dd>
          <dd
            aria-hidden="true"
            className="col-span-2 h-3 overflow-hidden rounded-sm bg-sunken sm:col-span-1"
          >
            <span
              className={cn('block h-full', isWhole ? 'bg-brand' : 'bg-ink-faint')}
              style={{
                marginInlineStart: `${Math.min(start, 1) * 100}%`,
                width: `${Math.min(width, 1) * 100}%`,
              }}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}
