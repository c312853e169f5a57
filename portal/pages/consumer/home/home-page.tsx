import { useQuery } from '@tanstack/react-query';
import { type Subscription, subscriptionsQuery } from '../../../api/subscriptions.ts';
import { usageQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { ButtonLink, TextLink } from '../../../ui/button.tsx';
import { Card, Figure, Figures, Panel } from '../../../ui/card.tsx';
import { formatQuantity, formatShare } from '../../../ui/format/money.ts';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useNow } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';
import { UsageChart } from '../usage-chart.tsx';
import { barStarts, RANGES } from '../usage-range.ts';
import { DueCard } from './due-card.tsx';
import { QuotaPanel } from './quota-panel.tsx';
import { RecentInvoices } from './recent-invoices.tsx';

const MINUTE_MS = 60_000;

export function HomePage() {
  const organization = useOrganization();
  const query = useQuery(subscriptionsQuery(organization));
  return (
    <Page title={organization.name}>
      <QueryView query={query}>
        {(subscriptions) =>
          subscriptions.length === 0 ? <FirstSteps /> : <Dashboard subscriptions={subscriptions} />
        }
      </QueryView>
    </Page>
  );
}

function FirstSteps() {
  return (
    <Card>
      <EmptyState
        title={t.home.startTitle}
        action={
          <ButtonLink to="/apis" look="primary">
            {t.subscriptions.browse}
          </ButtonLink>
        }
      >
        {t.home.start}
      </EmptyState>
    </Card>
  );
}

function Dashboard({ subscriptions }: { subscriptions: Subscription[] }) {
  const organization = useOrganization();
  const starts = barStarts('30d', useNow(MINUTE_MS));
  const span = { from: new Date(starts[0]!).toISOString(), subscription: undefined };
  const params = { org: organization.slug };
  return (
    <>
      <DueCard />
      <Numbers from={span.from} subscriptions={subscriptions} />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Panel
          title={t.home.traffic}
          actions={
            <TextLink to="/o/$org/usage" params={params} className="text-sm">
              {t.home.allUsage}
            </TextLink>
          }
        >
          <UsageChart
            organization={organization}
            span={span}
            starts={starts}
            granularity={RANGES['30d'].granularity}
          />
        </Panel>
        <QuotaPanel />
      </div>
      <RecentInvoices />
    </>
  );
}

function Numbers({ from, subscriptions }: { from: string; subscriptions: Subscription[] }) {
  const organization = useOrganization();
  const query = useQuery(usageQuery(organization, { from, groupBy: 'event_type' }));
  const row = query.data?.data[0];
  const calls = row?.calls ?? 0;
  const errors = (row?.client_errors ?? 0) + (row?.server_errors ?? 0);
  const unknown = query.data ? null : '…';
  const active = subscriptions.filter(({ state }) => state === 'active' || state === 'trialing').length;
  return (
    <Figures>
      <Figure label={t.home.calls} value={unknown ?? formatQuantity(calls)} />
      <Figure
        label={t.home.errors}
        value={unknown ?? formatQuantity(errors)}
        hint={errors > 0 ? t.home.errorShare(formatShare(errors / calls)) : undefined}
      />
      <Figure label={t.usage.units} value={unknown ?? formatQuantity(row?.units ?? '0')} />
      <Figure label={t.home.activeSubscriptions} value={formatQuantity(active)} />
    </Figures>
  );
}
