import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Circle, CircleCheck } from 'lucide-react';
import { rowsOf } from '../../../api/pages.ts';
import { balancesQuery, payoutAccountQuery } from '../../../api/payouts.ts';
import { ownProductsQuery } from '../../../api/products.ts';
import { revenueQuery } from '../../../api/revenue.ts';
import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { cn } from '../../../ui/class-names.ts';
import { Page } from '../../../ui/page.tsx';
import { Balances } from '../balances.tsx';
import { CallsChart } from '../calls-chart.tsx';
import { useProvider } from '../organization.ts';
import { spanOf } from '../revenue-range.ts';
import { Waterfall } from '../waterfall.tsx';

export function ProviderOverviewPage() {
  const organization = useProvider();
  return (
    <Page title={organization.name}>
      <Checklist />
      <Balances />
      <Month />
      <Week />
    </Page>
  );
}

/** What was invoiced this month, once something was. */
function Month() {
  const organization = useProvider();
  const { from, to } = spanOf('this-month', new Date().toISOString().slice(0, 10));
  const question = { from, to, period: 'whole', by: 'nothing' } as const;
  const totals = useQuery(revenueQuery(organization.slug, question)).data?.totals ?? [];
  const link = (
    <TextLink to="/p/$org/revenue" params={{ org: organization.slug }}>
      {t.revenue.title}
    </TextLink>
  );
  return totals.map((total) => (
    <Panel key={total.currency} title={t.revenue.thisMonth} hint={total.currency} actions={link}>
      <Waterfall total={total} />
    </Panel>
  ));
}

function Week() {
  const organization = useProvider();
  const link = (
    <TextLink to="/p/$org/analytics" params={{ org: organization.slug }}>
      {t.analytics.title}
    </TextLink>
  );
  return (
    <Panel title={t.analytics.week} actions={link}>
      <CallsChart range="7d" />
    </Panel>
  );
}

/** The way to the first sale; it leaves the page once it has been gone. */
function Checklist() {
  const organization = useProvider();
  const products = rowsOf(useInfiniteQuery(ownProductsQuery(organization.slug)).data);
  const balances = useQuery(balancesQuery(organization.slug));
  const account = useQuery(payoutAccountQuery(organization.slug));
  if (!products || !balances.data || account.data === undefined) return null;
  const steps: [string, boolean][] = [
    [t.provider.steps.provider, true],
    [t.provider.steps.product, products.length > 0],
    [t.provider.steps.publish, products.some((product) => product.state === 'published')],
    [t.provider.steps.account, account.data !== null],
    [t.provider.steps.money, balances.data.data.length > 0],
  ];
  if (steps.every(([, isDone]) => isDone)) return null;
  return (
    <Panel title={t.provider.checklist}>
      <ol className="grid gap-3 sm:grid-cols-5">
        {steps.map(([name, isDone]) => {
          const Icon = isDone ? CircleCheck : Circle;
          return (
            <li
              key={name}
              className="flex items-center gap-2.5 text-sm sm:grid sm:content-start sm:justify-items-start sm:border-t-3 sm:border-dashed sm:border-lane sm:pt-3"
            >
              <Icon
                aria-hidden="true"
                className={cn('size-5 shrink-0', isDone ? 'text-brand-ink' : 'text-ink-faint')}
              />
              <span className={cn(isDone && 'text-ink-muted')}>
                {name}
                <span className="sr-only"> {isDone ? t.provider.stepDone : t.provider.stepOpen}</span>
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
