import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Upcoming, type UpcomingSubscription, upcomingQuery } from '../../../api/spending.ts';
import { t } from '../../../text/index.ts';
import { Figure, Figures } from '../../../ui/card.tsx';
import { formatMoney } from '../../../ui/format/money.ts';
import { formatDate } from '../../../ui/format/time.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { useOrganization } from '../organization.ts';

/** What it costs: until now, at the end of the periods, and on the next invoice. Worked out by the code that bills. */
export function SpendingFigures() {
  const organization = useOrganization();
  const query = useQuery(upcomingQuery(organization.slug));
  if (query.isError && !query.data) {
    return <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { data } = query;
  return (
    <Figures count={3}>
      <Figure
        label={t.spend.soFar}
        value={data ? <Amounts of={data.totals.map((one) => formatMoney(one.so_far, one.currency))} /> : '…'}
        hint={t.spend.soFarHint}
      />
      <Figure
        label={t.spend.projected}
        value={data ? <Amounts of={data.totals.map(rangeWords)} /> : '…'}
        hint={t.spend.projectedHint}
      />
      <NextInvoice data={data} />
    </Figures>
  );
}

function Amounts({ of }: { of: string[] }): ReactNode {
  if (of.length === 0) return '–';
  return of.map((text) => (
    <span key={text} className="block">
      {text}
    </span>
  ));
}

export function rangeWords({ projected, currency }: Upcoming['totals'][number]): string {
  const low = formatMoney(projected.low, currency);
  const high = formatMoney(projected.high, currency);
  return low === high ? low : t.spend.range(low, high);
}

function NextInvoice({ data }: { data: Upcoming | undefined }) {
  const coming = (data?.data ?? []).filter((one) => one.next_invoice !== null);
  const [first] = coming.toSorted((a, b) => a.next_invoice!.at.localeCompare(b.next_invoice!.at));
  if (!first) {
    return (
      <Figure
        label={t.spend.next}
        value={data ? '–' : '…'}
        hint={data ? t.spend.noNext : t.spend.nextHint('…', '')}
      />
    );
  }
  return (
    <Figure
      label={t.spend.next}
      value={nextAmount(first)}
      hint={t.spend.nextHint(
        formatDate(first.next_invoice!.at, { timeZone: first.time_zone, withZone: true }),
        first.product_name,
      )}
    />
  );
}

export function nextAmount({ next_invoice, currency }: UpcomingSubscription): string {
  return next_invoice ? formatMoney(next_invoice.total ?? next_invoice.net, currency) : '–';
}
