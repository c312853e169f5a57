import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { type RatedTerms, ratedTermsQuery } from '../../../api/plans.ts';
import type { PlanTerms } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { Panel } from '../../../ui/card.tsx';
import { CurveChart } from '../../../ui/curve-chart.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { formatMoney, formatQuantity } from '../../../ui/format/money.ts';
import { intervalWords } from '../../../ui/plan/terms.ts';
import { Skeleton } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';
import { metersOf, type PlanValues, REACHES, reachOf, termsOf } from './plan-values.ts';

const SETTLE_MS = 350;
const STEPS = 40;

interface ChargePanelProps {
  /** What the form does not show. */
  base: PlanTerms;
  /** What new subscribers get now; null before anything was published. */
  live: PlanTerms | null;
}

/** What the terms in the form charge for how much use, asked of the code that bills while they are written. */
export function ChargePanel({ base, live }: ChargePanelProps) {
  const organization = useProvider();
  const { control } = useFormContext<PlanValues>();
  const values = useWatch({ control }) as PlanValues;
  const name = values.name.trim() || t.planBuilder.charge.plan;
  const { terms, ...called } = useSettled({ name, terms: termsOf(values, base) });
  const [reach, setReach] = useState<number | null>(null);
  const [seats, setSeats] = useState(1);
  const top = reach ?? reachOf(terms);
  const xs = Array.from({ length: STEPS + 1 }, (_, step) => (top / STEPS) * step);
  const ask = (of: PlanTerms) => ({ ...called, terms: of, seats, meters: metersOf(of), amounts: xs });
  const rated = useQuery(ratedTermsQuery(organization.slug, ask(terms)));
  const compares = live !== null && live.currency === terms.currency;
  const before = useQuery(ratedTermsQuery(organization.slug, compares ? ask(live) : null));
  const words = t.planBuilder.charge;
  const hasSeats = terms.fees.some((fee) => fee.per === 'seat');
  return (
    <Panel title={words.title} hint={words.hint(intervalWords(terms))}>
      <div className="grid gap-4">
        <div className="grid grid-cols-2 gap-3">
          <Field label={words.reach}>
            <Select value={top} onChange={(event) => setReach(Number(event.target.value))}>
              {REACHES.map((one) => (
                <option key={one} value={one}>
                  {formatQuantity(one)}
                </option>
              ))}
            </Select>
          </Field>
          {hasSeats && (
            <Field label={words.seats}>
              <Input
                type="number"
                min={1}
                value={seats}
                onChange={(event) => setSeats(Math.max(1, Math.trunc(Number(event.target.value))))}
              />
            </Field>
          )}
        </div>
        {rated.data ? (
          <Charges xs={xs} rated={rated.data} before={compares ? before.data : undefined} />
        ) : rated.isError ? null : (
          <Skeleton className="h-50" />
        )}
        {rated.isError && (
          <p role="status" className="text-sm text-ink-muted">
            {words.unfinished}
          </p>
        )}
      </div>
    </Panel>
  );
}

interface ChargesProps {
  xs: number[];
  rated: RatedTerms;
  before: RatedTerms | undefined;
}

function Charges({ xs, rated, before }: ChargesProps) {
  const words = t.planBuilder.charge;
  const { currency } = rated;
  // While another question is under way, what stands here answers the one before.
  if (rated.data.length !== xs.length) return <Skeleton className="h-50" />;
  const curve = (name: string, of: RatedTerms) => ({ name, amounts: of.data.map((bill) => bill.total) });
  const top = xs.length - 1;
  const examples = [0, top * 0.1, top * 0.5, top];
  const summary = words.summary(
    formatMoney(rated.data[0]!.total, currency),
    formatQuantity(xs[top]!),
    formatMoney(rated.data[top]!.total, currency),
  );
  return (
    <>
      <CurveChart
        summary={summary}
        xName={words.calls}
        xs={xs}
        currency={currency}
        curves={[curve(words.written, rated), ...(before ? [curve(words.live, before)] : [])]}
      />
      <div>
        <h3 className="text-sm font-semibold">{words.examples}</h3>
        <ul className="mt-1 divide-y divide-line text-sm">
          {examples.map((index) => (
            <Example key={index} calls={xs[index]!} bill={rated.data[index]!} currency={currency} />
          ))}
        </ul>
      </div>
    </>
  );
}

interface ExampleProps {
  calls: number;
  bill: RatedTerms['data'][number];
  currency: string;
}

function Example({ calls, bill, currency }: ExampleProps) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 py-2">
      <span className="font-medium">{t.planBuilder.charge.example(formatQuantity(calls))}</span>
      <span className="numbers font-semibold">{formatMoney(bill.total, currency)}</span>
      {bill.lines.map((line) => (
        <span key={`${line.kind} ${line.item_key}`} className="contents text-[0.8125rem] text-ink-muted">
          <span className="wrap-anywhere">{line.description}</span>
          <span className="numbers text-end">{formatMoney(line.amount, currency)}</span>
        </span>
      ))}
    </li>
  );
}

/** A value that has not changed for a moment: nobody wants an answer for every letter. */
function useSettled<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return JSON.parse(settled) as Value;
}
