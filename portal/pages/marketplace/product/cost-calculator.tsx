import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { type Estimate, estimateQuery } from '../../../api/comparison.ts';
import type { Offer, ProductPage } from '../../../api/marketplace.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { cn } from '../../../ui/class-names.ts';
import { Field, Input } from '../../../ui/field.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { intervalWords } from '../../../ui/plan/terms.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { Money } from '../../../ui/values.tsx';
import {
  callsAt,
  countedMeters,
  hasSeats,
  MOST_STEPS,
  positionOf,
  quantitiesOf,
  stopsAt,
  type Usage,
} from './calculator-usage.ts';

/** What each plan would cost for so much usage. Every amount is computed by the code that bills. */
export function CostCalculator({ product }: { product: ProductPage }) {
  const meters = countedMeters(product.plans);
  const [usage, setUsage] = useState<Usage>({ calls: '10000', values: {}, seats: '1' });
  const asked = useDeferredValue(usage);
  return (
    <div className="grid gap-5 p-4 sm:p-5">
      <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Field label={t.calculator.calls} hint={t.calculator.callsHint}>
          <Input
            inputMode="numeric"
            value={usage.calls}
            onChange={(event) => setUsage({ ...usage, calls: digits(event.target.value) })}
          />
        </Field>
        <label className="grid gap-1.5 text-sm font-medium lg:col-span-2">
          {t.calculator.slider}
          <input
            type="range"
            min={0}
            max={MOST_STEPS}
            value={positionOf(usage.calls)}
            aria-valuetext={t.calculator.callsValue(formatQuantity(usage.calls || '0'))}
            onChange={(event) => setUsage({ ...usage, calls: callsAt(Number(event.target.value)) })}
            className="h-9.5 w-full accent-brand"
          />
        </label>
        {meters.map((meter) => (
          <Field
            key={meter}
            label={t.calculator.meters[meter] ?? meter}
            hint={t.calculator.meterHints[meter]}
          >
            <Input
              inputMode="decimal"
              value={usage.values[meter] ?? ''}
              placeholder={meter === 'units' ? usage.calls : '0'}
              onChange={(event) =>
                setUsage({ ...usage, values: { ...usage.values, [meter]: decimals(event.target.value) } })
              }
            />
          </Field>
        ))}
        {hasSeats(product.plans) && (
          <Field label={t.calculator.seats}>
            <Input
              inputMode="numeric"
              value={usage.seats}
              onChange={(event) => setUsage({ ...usage, seats: digits(event.target.value) })}
            />
          </Field>
        )}
      </div>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {product.plans.map((offer) => (
          <PlanCost key={offer.id} offer={offer} usage={asked} />
        ))}
      </ul>
      <p className="text-[0.8125rem] text-ink-muted">{t.calculator.note}</p>
    </div>
  );
}

const digits = (text: string) => text.replaceAll(/\D/g, '').slice(0, 12);
const decimals = (text: string) =>
  text
    .replaceAll(/[^\d.]/g, '')
    .replace(/(\..*?)\./g, '$1')
    .slice(0, 20);

function PlanCost({ offer, usage }: { offer: Offer; usage: Usage }) {
  const { terms } = offer.version;
  const quantities = quantitiesOf(terms, usage);
  const query = useQuery(estimateQuery(offer.version.id, quantities, Number(usage.seats) || 1));
  const stop = stopsAt(terms, quantities);
  return (
    <li className="grid content-start gap-2 rounded-lg border border-line bg-sunken p-4">
      <p className="font-medium">{offer.name}</p>
      {query.isError && !query.data ? (
        <ProblemNote error={query.error} />
      ) : query.data ? (
        <Costs estimate={query.data} offer={offer} isOld={query.isPlaceholderData} />
      ) : (
        <Skeleton className="h-7 w-1/2" />
      )}
      {stop && (
        <p>
          <Badge tone="warn" className="whitespace-normal">
            {t.calculator.stops(formatQuantity(stop))}
          </Badge>
        </p>
      )}
    </li>
  );
}

function Costs({ estimate, offer, isOld }: { estimate: Estimate; offer: Offer; isOld: boolean }) {
  const lines = estimate.lines.filter(({ amount }) => Number(amount) !== 0);
  return (
    <div aria-busy={isOld} className={cn('grid gap-2', isOld && 'opacity-60')}>
      <p className="flex flex-wrap items-baseline gap-x-1.5">
        <Money
          amount={estimate.total}
          currency={estimate.currency}
          className="text-2xl leading-none font-semibold tracking-tight"
        />
        <span className="text-sm text-ink-muted">{t.plan.every(intervalWords(offer.version.terms))}</span>
      </p>
      {lines.length > 0 && (
        <ul className="grid gap-1 text-[0.8125rem] text-ink-muted">
          {lines.map((line) => (
            <li key={`${line.kind} ${line.item_key}`} className="flex justify-between gap-3">
              <span className="min-w-0 wrap-anywhere">{line.description}</span>
              <Money amount={line.amount} currency={estimate.currency} />
            </li>
          ))}
        </ul>
      )}
      {estimate.tax && (
        <p className="text-[0.8125rem] text-ink-muted">
          {t.calculator.withTax} <Money amount={estimate.tax.total} currency={estimate.currency} />
        </p>
      )}
    </div>
  );
}
