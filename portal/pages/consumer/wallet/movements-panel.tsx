import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../../api/pages.ts';
import { type Movement, movementsQuery } from '../../../api/wallets.ts';
import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { Money, When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';

const helper = columnsOf<Movement>();
const columns = helper.columns([
  helper.accessor('kind', {
    header: t.wallet.what,
    meta: { lead: true },
    cell: ({ getValue }) => t.wallet.movementKinds[getValue()],
  }),
  helper.accessor('at', {
    header: t.wallet.when,
    cell: ({ getValue }) => <When at={getValue()} as="date-time" />,
  }),
  helper.accessor('invoice_id', {
    header: t.wallet.invoice,
    cell: ({ getValue }) => <InvoiceLink id={getValue()} />,
  }),
  helper.accessor('amount', {
    header: t.wallet.amount,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => <Money amount={original.amount} currency={original.currency} signed />,
  }),
  helper.accessor('balance', {
    header: t.wallet.after,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => <Money amount={original.balance} currency={original.currency} />,
  }),
]);

export function InvoiceLink({ id }: { id: string | null }) {
  const organization = useOrganization();
  if (id === null) return '–';
  return (
    <TextLink to="/o/$org/invoices/$invoice" params={{ org: organization.slug, invoice: id }}>
      {t.wallet.topUp.toInvoice}
    </TextLink>
  );
}

export function MovementsPanel({ walletId }: { walletId: string }) {
  const organization = useOrganization();
  const query = useInfiniteQuery(movementsQuery(organization.slug, walletId));
  return (
    <ListPanel
      title={t.wallet.movements}
      query={query}
      columns={columns}
      rows={rowsOf(query.data)}
      rowKey={(row) => row.id}
      none={t.wallet.noMovements}
    />
  );
}
