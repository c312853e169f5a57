import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type Coupon, couponsQuery, switchCoupon } from '../../../api/coupons.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { InlineCode } from '../../../ui/code-block.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { discountWords } from '../../../ui/plan/discount.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { CouponDialog } from './coupon-dialog.tsx';

const words = t.provider.coupons;
const helper = columnsOf<Coupon>();

const columnsWith = (onSwitch: ((coupon: Coupon) => void) | null) =>
  helper.columns([
    helper.accessor('code', {
      header: words.code,
      meta: { lead: true },
      cell: ({ getValue }) => <InlineCode>{getValue()}</InlineCode>,
    }),
    helper.accessor('name', { header: words.name, meta: { className: 'wrap-anywhere' } }),
    helper.display({
      id: 'discount',
      header: words.discount,
      cell: ({ row: { original } }) => discountWords(original),
    }),
    helper.display({
      id: 'redemptions',
      header: words.redeemed,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => words.redemptions(original.redemptions, original.max_redemptions),
    }),
    helper.accessor('expires_at', {
      header: words.expires,
      meta: { from: 'lg' },
      cell: ({ getValue }) => {
        const at = getValue();
        return at === null ? t.wallet.never : <When at={at} as="date-time" timeZone="UTC" withZone />;
      },
    }),
    helper.accessor('active', {
      header: t.provider.state,
      cell: ({ getValue }) => (
        <Badge tone={getValue() ? 'good' : 'neutral'}>{getValue() ? words.active : words.off}</Badge>
      ),
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) =>
        onSwitch && (
          <Button size="small" onClick={() => onSwitch(original)}>
            {original.active ? words.deactivate : words.activate}
            <span className="sr-only"> {original.code}</span>
          </Button>
        ),
    }),
  ]);

export function CouponsPage() {
  const organization = useProvider();
  const query = useInfiniteQuery(couponsQuery(organization.slug));
  const rows = rowsOf(query.data);
  const [isMaking, setMaking] = useState(false);
  const mayWrite = organization.permissions.includes('billing:write');
  const change = useMutation({
    mutationFn: ({ id, active }: Coupon) => switchCoupon(organization.slug, id, !active),
    onSuccess: (_, { active, code }) => announce(active ? words.switchedOff : words.switchedOn, code),
  });
  const { mutate } = change;
  const columns = useMemo(() => columnsWith(mayWrite ? mutate : null), [mayWrite, mutate]);
  const make = mayWrite && (
    <Button look="primary" onClick={() => setMaking(true)}>
      {words.create}
    </Button>
  );
  return (
    <Page title={words.title} hint={words.hint} actions={rows?.length ? make : undefined}>
      <ProblemNote error={change.error} />
      <TablePanel query={query}>
        <DataTable
          caption={words.title}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          empty={
            <EmptyState title={words.noneTitle} action={make}>
              {words.none}
            </EmptyState>
          }
        />
      </TablePanel>
      <CouponDialog open={isMaking} onClose={() => setMaking(false)} />
    </Page>
  );
}
