import { useQuery } from '@tanstack/react-query';
import { type Subscription, subscriptionsQuery } from '../../../api/subscriptions.ts';
import { limitTotalsQuery, usageQuery } from '../../../api/usage.ts';
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
import { ActionsCard } from './actions-card.tsx';
import { QuotaPanel } from './quota-panel.tsx';
import { RecentInvoices } from './recent-invoices.tsx';
import { SpendingFigures } from './spending-figures.tsx';
import { SpendingPanel } from './spending-panel.tsx';

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
      <ActionsCard />
      <SpendingFigures />
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
      <SpendingPanel />
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
      <Throttled />
      <Figure label={t.home.activeSubscriptions} value={formatQuantity(active)} />
    </Figures>
  );
}

const DAY_MS = 24 * 60 * MINUTE_MS;

/** What limits refused within a day; where overage began, nothing was refused. */
function Throttled() {
  const organization = useOrganization();
  const nowMs = useNow(MINUTE_MS);
  const from = new Date(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - DAY_MS).toISOString();
  const { data } = useQuery(limitTotalsQuery(organization.slug, from));
  const refused = data?.filter(({ kind }) => kind !== 'overage').reduce((sum, { hits }) => sum + hits, 0);
  return (
    <Figure
      label={t.home.throttled}
      value={refused === undefined ? '…' : formatQuantity(refused)}
      hint={
        refused ? (
          <TextLink to="/o/$org/limits" params={{ org: organization.slug }}>
            {t.home.toLimits}
          </TextLink>
        ) : undefined
      }
    />
  );
}
