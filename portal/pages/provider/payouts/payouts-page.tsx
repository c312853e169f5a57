import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../../api/pages.ts';
import { type Payout, payoutsQuery } from '../../../api/payouts.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Money, When } from '../../../ui/values.tsx';
import { Balances } from '../balances.tsx';
import { useProvider } from '../organization.ts';
import { PayoutAccountPanel } from './payout-account-panel.tsx';

const helper = columnsOf<Payout>();
const columns = helper.columns([
  helper.accessor('created_at', {
    header: t.provider.date,
    meta: { lead: true },
    cell: ({ getValue }) => <When at={getValue()} />,
  }),
  helper.accessor('state', {
    header: t.provider.state,
    cell: ({ row: { original } }) => (
      <span className="flex flex-wrap items-center gap-2">
        <StateBadge state={original.state} />
        {original.reason && <span className="text-ink-muted">{original.reason}</span>}
      </span>
    ),
  }),
  helper.accessor('iban', {
    header: t.provider.account.iban,
    meta: { from: 'md', className: 'font-mono text-[0.8125rem]' },
  }),
  helper.accessor('amount', {
    header: t.provider.amount,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => <Money amount={original.amount} currency={original.currency} />,
  }),
]);

export function ProviderPayoutsPage() {
  const organization = useProvider();
  const payouts = useInfiniteQuery(payoutsQuery(organization.slug));
  const rows = rowsOf(payouts.data);
  return (
    <Page title={t.provider.payouts} hint={t.provider.payoutsHint}>
      <Balances />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <Panel title={t.provider.payouts} flush>
          {payouts.isError && !rows ? (
            <ProblemPanel error={payouts.error} onRetry={() => void payouts.refetch()} />
          ) : (
            <DataTable
              caption={t.provider.payouts}
              columns={columns}
              rows={rows}
              rowKey={(payout) => payout.id}
              empty={<EmptyState title={t.provider.noPayoutsTitle}>{t.provider.noPayouts}</EmptyState>}
            />
          )}
          <LoadMore query={payouts} />
        </Panel>
        <PayoutAccountPanel />
      </div>
    </Page>
  );
}
