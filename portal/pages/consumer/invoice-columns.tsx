import { getRouteApi } from '@tanstack/react-router';
import type { Invoice } from '../../api/invoices.ts';
import { t } from '../../text/index.ts';
import { StateBadge } from '../../ui/badge.tsx';
import { TextLink } from '../../ui/button.tsx';
import { columnsOf } from '../../ui/data-table.tsx';
import { Money, Period, When } from '../../ui/values.tsx';

const route = getRouteApi('/o/$org');
const helper = columnsOf<Invoice>();

export const invoiceColumns = helper.columns([
  helper.display({
    id: 'number',
    header: t.invoices.number,
    meta: { lead: true },
    cell: ({ row: { original } }) => <InvoiceLink invoice={original} />,
  }),
  helper.accessor('product_name', { header: t.subscriptions.product, meta: { className: 'wrap-anywhere' } }),
  helper.display({
    id: 'period',
    header: t.invoices.period,
    meta: { from: 'lg' },
    cell: ({ row: { original } }) => (
      <Period
        startAt={original.period_start_at}
        endAt={original.period_end_at}
        timeZone={original.time_zone}
      />
    ),
  }),
  helper.accessor('state', {
    header: t.invoices.state,
    cell: ({ row: { original } }) => <StateBadge state={original.overdue ? 'overdue' : original.state} />,
  }),
  helper.accessor('issued_at', {
    header: t.invoices.date,
    meta: { from: 'md' },
    cell: ({ row: { original } }) =>
      original.issued_at ? <When at={original.issued_at} timeZone={original.time_zone} /> : '–',
  }),
  helper.accessor('total', {
    header: t.invoices.amount,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => <Money amount={original.total} currency={original.currency} />,
  }),
]);

function InvoiceLink({ invoice }: { invoice: Invoice }) {
  const { org } = route.useParams();
  return (
    <TextLink to="/o/$org/invoices/$invoice" params={{ org, invoice: invoice.id }}>
      {invoice.number ?? t.invoices.draft}
    </TextLink>
  );
}
