import { useState } from 'react';
import type { InvoiceDetail, InvoiceLine } from '../../../api/invoices.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { formatMoney, formatQuantity, isZero } from '../../../ui/format/money.ts';
import { Money, Period } from '../../../ui/values.tsx';
import { type ExplainedStep, type Explanation, hasDetails, readExplanation } from './explanation.ts';
import { LineEventsDialog } from './line-events-dialog.tsx';

/** The lines of an invoice, each with the way it was calculated, and what they add up to. */
export function InvoiceLines({ invoice }: { invoice: InvoiceDetail }) {
  const [opened, setOpened] = useState<InvoiceLine | null>(null);
  return (
    <>
      <ul className="divide-y divide-line">
        {invoice.lines.map((line) => (
          <Line key={line.position} line={line} invoice={invoice} onOpen={() => setOpened(line)} />
        ))}
      </ul>
      <Totals invoice={invoice} />
      <LineEventsDialog invoiceId={invoice.id} line={opened} onClose={() => setOpened(null)} />
    </>
  );
}

/** Charges that stand on usage; fees stand on the calendar. */
const COUNTED: ReadonlySet<string> = new Set(['usage', 'overage']);

interface LineProps {
  line: InvoiceLine;
  invoice: InvoiceDetail;
  onOpen(): void;
}

function Line({ line, invoice, onOpen }: LineProps) {
  const { currency } = invoice;
  const explanation = readExplanation(line.explanation);
  return (
    <li className="grid gap-2 px-4 py-4 sm:px-5">
      <div className="flex items-baseline justify-between gap-4">
        <p className="font-medium">{line.description}</p>
        <Money amount={line.amount} currency={currency} className="font-medium" />
      </div>
      <p className="flex flex-wrap gap-x-3 text-[0.8125rem] text-ink-muted">
        <span className="numbers">{t.invoices.quantityOf(formatQuantity(line.quantity), line.unit)}</span>
        <Period startAt={line.period_start_at} endAt={line.period_end_at} timeZone={invoice.time_zone} />
        {explanation.unitPrice && (
          <span className="numbers">{t.invoices.at(formatMoney(explanation.unitPrice, currency))}</span>
        )}
        {COUNTED.has(line.kind) && (
          <Button
            look="quiet"
            size="small"
            className="-my-1 ms-auto h-7"
            aria-label={t.invoices.events.openOf(line.description)}
            onClick={onOpen}
          >
            {t.invoices.events.open}
          </Button>
        )}
      </p>
      {hasDetails(explanation) && <Calculation explanation={explanation} currency={currency} />}
    </li>
  );
}

function Calculation({ explanation, currency }: { explanation: Explanation; currency: string }) {
  return (
    <details className="rounded-md border border-line bg-sunken/60 text-[0.8125rem]">
      <summary className="cursor-pointer rounded-md px-3 py-2 font-medium text-ink-muted hover:text-ink">
        {t.invoices.tiers}
      </summary>
      <table className="numbers w-full border-t border-line">
        <caption className="sr-only">{t.invoices.tiers}</caption>
        <tbody className="divide-y divide-line">
          {explanation.steps.map((step) => (
            <tr key={`${step.kind} ${step.from} ${step.upTo}`}>
              <th scope="row" className="px-3 py-1.5 text-start font-normal">
                {stepWords(step, currency)}
              </th>
              <td className="px-3 py-1.5 text-end">
                <Money amount={step.amount} currency={currency} />
              </td>
            </tr>
          ))}
          {explanation.isWaived && <Row name={t.invoices.waived} />}
          {explanation.total && explanation.billedBefore && (
            <>
              <Row name={t.invoices.soFar} amount={explanation.total} currency={currency} />
              <Row
                name={t.invoices.billedBefore}
                amount={negated(explanation.billedBefore)}
                currency={currency}
              />
            </>
          )}
        </tbody>
      </table>
    </details>
  );
}

function Row({ name, amount, currency = '' }: { name: string; amount?: string; currency?: string }) {
  return (
    <tr>
      <th scope="row" className="px-3 py-1.5 text-start font-normal">
        {name}
      </th>
      <td className="px-3 py-1.5 text-end">{amount && <Money amount={amount} currency={currency} />}</td>
    </tr>
  );
}

function negated(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

/** "1,000 × $0.0003 (0 to 1,000)": what was multiplied, and in which tier. */
function stepWords(step: ExplainedStep, currency: string): string {
  const parts: string[] = [];
  if (step.unitPrice !== null)
    parts.push(t.invoices.times(formatQuantity(step.quantity), formatMoney(step.unitPrice, currency)));
  if (step.flatFee !== null && !isZero(step.flatFee))
    parts.push(t.invoices.flatFee(formatMoney(step.flatFee, currency)));
  const words = parts.join(' + ') || t.invoices.stepKinds[step.kind] || step.kind;
  if (step.from === null && step.upTo === null) return words;
  const from = formatQuantity(step.from ?? '0');
  const tier =
    step.upTo === null ? t.invoices.tierAbove(from) : t.invoices.tierTo(from, formatQuantity(step.upTo));
  return `${words} (${tier})`;
}

function Totals({ invoice }: { invoice: InvoiceDetail }) {
  const { currency } = invoice;
  const rows: [string, string][] = [
    [t.invoices.subtotal, invoice.net],
    ...invoice.taxes.map((tax): [string, string] => [
      tax.reason === null ? t.invoices.tax(tax.name, formatQuantity(tax.rate_percent)) : tax.name,
      tax.amount,
    ]),
  ];
  const reasons = [...new Set(invoice.taxes.flatMap((tax) => tax.reason ?? []))];
  return (
    <dl className="ms-auto grid max-w-xs gap-1.5 border-t border-line px-4 py-4 text-sm sm:px-5">
      {rows.map(([name, amount]) => (
        <div key={name} className="flex justify-between gap-6 text-ink-muted">
          <dt>{name}</dt>
          <dd>
            <Money amount={amount} currency={currency} />
          </dd>
        </div>
      ))}
      <div className="flex justify-between gap-6 border-t border-line pt-2 text-base font-semibold">
        <dt>{t.invoices.total}</dt>
        <dd>
          <Money amount={invoice.total} currency={currency} />
        </dd>
      </div>
      {invoice.state === 'partially_paid' && (
        <div className="flex justify-between gap-6 font-medium">
          <dt>{t.invoices.amountDue}</dt>
          <dd>
            <Money amount={invoice.amount_due} currency={currency} />
          </dd>
        </div>
      )}
      {reasons.map((reason) => (
        <div key={reason} className="text-xs text-ink-muted">
          <dt className="sr-only">{t.invoices.taxReason}</dt>
          <dd>{reason}</dd>
        </div>
      ))}
    </dl>
  );
}
