import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../../api/pages.ts';
import { type TopUp, topUpsQuery } from '../../../api/wallets.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { Money, When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';
import { InvoiceLink } from './movements-panel.tsx';
import type { Place } from './places.ts';

const helper = columnsOf<TopUp>();
const columns = helper.columns([
  helper.accessor('created_at', {
    header: t.wallet.when,
    meta: { lead: true },
    cell: ({ row: { original } }) => (
      <span>
        <When at={original.created_at} as="date-time" />
        {original.automatic && ` · ${t.wallet.topUp.automatic}`}
      </span>
    ),
  }),
  helper.accessor('state', {
    header: t.subscriptions.state,
    cell: ({ getValue }) => <StateBadge state={getValue()} />,
  }),
  helper.accessor('invoice_id', {
    header: t.wallet.invoice,
    cell: ({ getValue }) => <InvoiceLink id={getValue()} />,
  }),
  helper.accessor('amount', {
    header: t.wallet.amount,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => <Money amount={original.amount} currency={original.currency} />,
  }),
]);

/** What was ordered here; nothing where nothing was. */
export function TopUpsPanel({ place }: { place: Place }) {
  const organization = useOrganization();
  const query = useInfiniteQuery(topUpsQuery(organization.slug));
  const rows = rowsOf(query.data)?.filter(
    ({ provider_id, currency }) => provider_id === place.providerId && currency === place.currency,
  );
  if (!query.isError && !query.hasNextPage && !rows?.length) return null;
  return (
    <ListPanel
      title={t.wallet.topUp.orders}
      hint={t.wallet.topUp.ordersHint}
      query={query}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.invoice_id}
      none={t.wallet.noMovements}
    />
  );
}
