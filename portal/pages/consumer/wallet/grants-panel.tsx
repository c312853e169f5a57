import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../../api/pages.ts';
import { type Grant, grantsQuery } from '../../../api/wallets.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { Money, When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';

const helper = columnsOf<Grant>();
const columns = helper.columns([
  helper.display({
    id: 'reason',
    header: t.wallet.reason,
    meta: { lead: true, className: 'wrap-anywhere' },
    cell: ({ row: { original } }) => original.reason || t.wallet.sources[original.source],
  }),
  helper.accessor('kind', {
    header: t.wallet.kind,
    cell: ({ row: { original } }) => (
      <Badge tone={original.kind === 'paid' ? 'good' : 'info'}>
        {t.wallet.kinds[original.kind]} · {t.wallet.sources[original.source]}
      </Badge>
    ),
  }),
  helper.accessor('created_at', {
    header: t.wallet.when,
    cell: ({ getValue }) => <When at={getValue()} />,
  }),
  helper.accessor('expires_at', {
    header: t.wallet.expires,
    cell: ({ getValue }) => {
      const at = getValue();
      return at === null ? t.wallet.never : <When at={at} as="date-time" timeZone="UTC" withZone />;
    },
  }),
  helper.display({
    id: 'remaining',
    header: t.wallet.remaining,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => (
      <span>
        <Money amount={original.remaining} currency={original.currency} />{' '}
        <span className="text-ink-muted">
          {t.wallet.ofAll} <Money amount={original.amount} currency={original.currency} />
        </span>
      </span>
    ),
  }),
]);

/** What came into the wallet, and what of it is left until when. */
export function GrantsPanel({ walletId }: { walletId: string }) {
  const organization = useOrganization();
  const query = useInfiniteQuery(grantsQuery(organization.slug, walletId));
  return (
    <ListPanel
      title={t.wallet.grants}
      hint={t.wallet.grantsHint}
      query={query}
      columns={columns}
      rows={rowsOf(query.data)}
      rowKey={(row) => row.id}
      none={t.wallet.noGrants}
    />
  );
}
