import { useQuery } from '@tanstack/react-query';
import { type UpcomingSubscription, upcomingQuery } from '../../../api/spending.ts';
import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { formatMoney, formatQuantity } from '../../../ui/format/money.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { Money, Period, When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';
import { nextAmount, rangeWords } from './spending-figures.tsx';

/** The same by subscription, with the lines that the next invoice will have. */
export function SpendingPanel() {
  const organization = useOrganization();
  const query = useQuery(upcomingQuery(organization.slug));
  return (
    <Panel title={t.spend.title} hint={t.spend.hint} flush>
      <QueryView query={query} skeleton={<Skeleton className="h-32" />}>
        {({ data }) => (
          <ul className="divide-y divide-line">
            {data.map((one) => (
              <SpendingRow key={one.subscription_id} of={one} />
            ))}
          </ul>
        )}
      </QueryView>
    </Panel>
  );
}

function SpendingRow({ of }: { of: UpcomingSubscription }) {
  const organization = useOrganization();
  const { currency, time_zone: timeZone, next_invoice: next } = of;
  return (
    <li className="grid gap-2.5 px-4 py-4 text-sm sm:px-5">
      <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
        <TextLink
          to="/o/$org/subscriptions/$subscription"
          params={{ org: organization.slug, subscription: of.subscription_id }}
        >
          {of.product_name}
        </TextLink>
        <span className="text-ink-muted">{of.plan_name}</span>
        <span className="ms-auto text-[0.8125rem] text-ink-muted">
          <Period startAt={of.period_start_at} endAt={of.period_end_at} timeZone={timeZone} withZone />
        </span>
      </div>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-3">
        <Term name={t.spend.soFar}>
          <Money amount={of.so_far.amount} currency={currency} />
        </Term>
        <Term name={t.spend.projected}>
          {of.projected ? rangeWords({ currency, projected: of.projected, so_far: '0' }) : '–'}
        </Term>
        <Term name={t.spend.next}>
          {nextAmount(of)}
          {next && (
            <span className="ms-1.5 font-normal text-ink-muted">
              <When at={next.at} timeZone={timeZone} withZone />
            </span>
          )}
        </Term>
      </dl>
      {of.obstacle && <p className="text-danger-ink">{t.spend.obstacle(of.obstacle)}</p>}
      {next && next.lines.length > 0 && <NextLines next={next} currency={currency} />}
    </li>
  );
}

function Term({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-0.5 max-sm:flex max-sm:justify-between max-sm:gap-4">
      <dt className="text-[0.8125rem] text-ink-muted">{name}</dt>
      <dd className="numbers font-medium max-sm:text-end">{children}</dd>
    </div>
  );
}

function NextLines({
  next,
  currency,
}: {
  next: NonNullable<UpcomingSubscription['next_invoice']>;
  currency: string;
}) {
  return (
    <details className="rounded-md border border-line bg-sunken/60 text-[0.8125rem]">
      <summary className="cursor-pointer rounded-md px-3 py-2 font-medium text-ink-muted hover:text-ink">
        {t.spend.lines}
      </summary>
      <table className="numbers w-full border-t border-line">
        <caption className="sr-only">{t.spend.lines}</caption>
        <tbody className="divide-y divide-line">
          {next.lines.map((line) => (
            <tr key={`${line.kind} ${line.description} ${line.quantity}`}>
              <th scope="row" className="px-3 py-1.5 text-start font-normal">
                {line.description}
                <span className="ms-2 text-ink-muted">
                  {t.invoices.quantityOf(formatQuantity(line.quantity), line.unit)}
                </span>
              </th>
              <td className="px-3 py-1.5 text-end">{formatMoney(line.amount, currency)}</td>
            </tr>
          ))}
          {next.tax !== null && (
            <tr>
              <th scope="row" className="px-3 py-1.5 text-start font-normal">
                {t.changes.tax}
              </th>
              <td className="px-3 py-1.5 text-end">{formatMoney(next.tax, currency)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </details>
  );
}
