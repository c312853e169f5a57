import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Alert, alertSettingsQuery, alertsQuery } from '../../../api/alerts.ts';
import { rowsOf } from '../../../api/pages.ts';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { formatMoney, formatQuantity } from '../../../ui/format/money.ts';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';
import { subscriptionName } from '../subscription-filter.tsx';
import { AlertSettingsForm } from './alert-settings-form.tsx';

/** Of what use and what costs one is told, and what one was told. */
export function AlertsPage() {
  const organization = useOrganization();
  const settings = useQuery(alertSettingsQuery(organization.slug));
  const subscriptions = useQuery(subscriptionsQuery(organization)).data;
  const query = useInfiniteQuery(alertsQuery(organization.slug));
  const columns = useMemo(() => {
    const names = new Map(subscriptions?.map((one) => [one.id, subscriptionName(one)]));
    return columnsFor(organization.slug, names);
  }, [organization.slug, subscriptions]);
  return (
    <Page title={t.alerts.title} hint={t.alerts.hint} width="narrow">
      <Panel title={t.alerts.settings} hint={t.alerts.settingsHint}>
        <QueryView query={settings}>{(data) => <AlertSettingsForm settings={data} />}</QueryView>
      </Panel>
      <ListPanel
        title={t.alerts.told}
        query={query}
        columns={columns}
        rows={rowsOf(query.data)}
        rowKey={(row) => row.id}
        none={t.alerts.none}
      />
    </Page>
  );
}

const helper = columnsOf<Alert>();

function columnsFor(org: string, names: ReadonlyMap<string, string>) {
  return helper.columns([
    helper.display({
      id: 'what',
      header: t.alerts.what,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="flex flex-wrap items-center gap-2.5">
          <Badge tone={original.kind === 'quota' && (original.percent ?? 0) >= 100 ? 'bad' : 'warn'}>
            {t.alerts.kinds[original.kind]}
          </Badge>
          {alertWords(original)}
        </span>
      ),
    }),
    helper.accessor('subscription_id', {
      header: t.limits.subscription,
      cell: ({ getValue }) => (
        <TextLink
          to="/o/$org/subscriptions/$subscription"
          params={{ org, subscription: getValue() }}
          className="wrap-anywhere"
        >
          {names.get(getValue()) ?? getValue()}
        </TextLink>
      ),
    }),
    helper.accessor('at', {
      header: t.alerts.when,
      meta: { align: 'end' },
      cell: ({ getValue }) => <When at={getValue()} as="date-time" />,
    }),
  ]);
}

function alertWords({ percent, used, limit, amount, threshold, currency }: Alert): string {
  if (percent !== null) {
    return t.alerts.quotaReached(`${percent} %`, formatQuantity(used ?? '0'), formatQuantity(limit ?? '0'));
  }
  const money = (text: string | null) => formatMoney(text ?? '0', currency ?? 'USD');
  return t.alerts.spendReached(money(threshold), money(amount));
}
