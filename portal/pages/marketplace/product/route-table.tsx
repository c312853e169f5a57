import type { ProductPage, ProductRoute } from '../../../api/marketplace.ts';
import { t } from '../../../text/index.ts';
import { MethodBadge, MinimumPlanBadge } from '../../../ui/badge.tsx';
import { TextLink } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { planNameOf } from '../../../ui/plan/minimum-plan.ts';
import { EmptyState } from '../../../ui/states.tsx';
import { Quantity } from '../../../ui/values.tsx';

type Row = ProductRoute & { planName: string | null; provider: string; product: string };

const helper = columnsOf<Row>();
const columns = helper.columns([
  helper.display({
    id: 'route',
    header: t.usage.route,
    meta: { lead: true },
    cell: ({ row: { original } }) => (
      <span className="flex flex-wrap items-center gap-2.5">
        <MethodBadge method={original.method} />
        <TextLink
          to="/apis/$provider/$product/docs"
          params={{ provider: original.provider, product: original.product }}
          hash={original.id}
          className="font-mono text-[0.8125rem] wrap-anywhere"
        >
          {original.template}
        </TextLink>
      </span>
    ),
  }),
  helper.accessor('name', { header: t.keys.name, meta: { from: 'md', className: 'text-ink-muted' } }),
  helper.display({
    id: 'plan',
    header: t.productPage.minimumPlan,
    cell: ({ row }) => <MinimumPlanBadge planName={row.original.planName} />,
  }),
  helper.accessor('weight', {
    header: t.productPage.weightHeading,
    meta: { align: 'end' },
    cell: ({ getValue }) => <Quantity value={getValue()} />,
  }),
]);

export function RouteTable({ product }: { product: ProductPage }) {
  const rows = product.routes.map((route) => ({
    ...route,
    planName: planNameOf(product, route),
    provider: product.provider.slug,
    product: product.slug,
  }));
  return (
    <DataTable
      caption={t.productPage.routes}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t.productPage.noRoutes} />}
    />
  );
}
