import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import {
  type OwnPlan,
  type OwnProduct,
  type OwnRoute,
  ownPlansQuery,
  ownRoutesQuery,
  removeRoute,
} from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { MethodBadge, MinimumPlanBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { rateLimitWords } from '../../../ui/plan/terms.ts';
import { ProblemNote, ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Quantity } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { ImportDialog } from './import-dialog.tsx';
import { RouteDialog } from './route-dialog.tsx';

export interface RoutesPanelProps {
  product: OwnProduct;
  mayWrite: boolean;
}

export function RoutesPanel({ product, mayWrite }: RoutesPanelProps) {
  const organization = useProvider();
  const query = useQuery(ownRoutesQuery(organization.slug, product.id));
  const plans = useQuery(ownPlansQuery(organization.slug, product.id)).data;
  const [edited, setEdited] = useState<OwnRoute | 'new' | null>(null);
  const [removed, setRemoved] = useState<OwnRoute | null>(null);
  const [importing, setImporting] = useState(false);
  const columns = useMemo(
    () => routeColumns(plans ?? [], mayWrite ? { onEdit: setEdited, onRemove: setRemoved } : null),
    [plans, mayWrite],
  );
  const words = t.provider.route;
  const add = mayWrite && (
    <span className="flex flex-wrap gap-2">
      <Button onClick={() => setImporting(true)}>{t.provider.openApi.open}</Button>
      <Button onClick={() => setEdited('new')}>{words.add}</Button>
    </span>
  );
  return (
    <Panel title={t.productPage.routes} hint={words.hint} actions={query.data?.length ? add : null} flush>
      {query.isError && !query.data ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={t.productPage.routes}
          columns={columns}
          rows={query.data}
          rowKey={(row) => row.id}
          empty={
            <EmptyState title={words.noneTitle} action={add}>
              {words.none}
            </EmptyState>
          }
        />
      )}
      <RouteDialog product={product} plans={plans ?? []} edited={edited} onClose={() => setEdited(null)} />
      <ImportDialog product={product} open={importing} onClose={() => setImporting(false)} />
      <RemoveDialog product={product} route={removed} onClose={() => setRemoved(null)} />
    </Panel>
  );
}

interface RemoveDialogProps {
  product: OwnProduct;
  route: OwnRoute | null;
  onClose(): void;
}

function RemoveDialog({ product, route, onClose }: RemoveDialogProps) {
  const organization = useProvider();
  const words = t.provider.route;
  const removal = useMutation({
    mutationFn: (routeId: string) => removeRoute(organization.slug, product.id, routeId),
    onSuccess: () => {
      announce(words.removedToast);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open={route !== null}
      onOpenChange={onClose}
      title={words.removeTitle(route ? `${route.method} ${route.template}` : '')}
      confirmLabel={words.remove}
      danger
      busy={removal.isPending}
      onConfirm={() => route && removal.mutate(route.id)}
    >
      <p>{words.removeText}</p>
      <ProblemNote error={removal.error} />
    </ConfirmDialog>
  );
}

interface RouteActions {
  onEdit(route: OwnRoute): void;
  onRemove(route: OwnRoute): void;
}

const helper = columnsOf<OwnRoute>();

function routeColumns(plans: OwnPlan[], actions: RouteActions | null) {
  const planNames = new Map(plans.map((plan) => [plan.id, plan.name]));
  return helper.columns([
    helper.display({
      id: 'route',
      header: t.usage.route,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="flex flex-wrap items-center gap-2.5">
          <MethodBadge method={original.method} />
          <code className="font-mono text-[0.8125rem] wrap-anywhere">{original.template}</code>
        </span>
      ),
    }),
    helper.accessor('minimum_plan_id', {
      header: t.productPage.minimumPlan,
      cell: ({ getValue }) => {
        const id = getValue();
        return <MinimumPlanBadge planName={id === null ? null : (planNames.get(id) ?? id)} />;
      },
    }),
    helper.accessor('weight', {
      header: t.productPage.weightHeading,
      meta: { align: 'end', from: 'md' },
      cell: ({ getValue }) => <Quantity value={getValue()} />,
    }),
    helper.accessor('rate_limits', {
      header: t.productPage.rateLimit,
      meta: { from: 'lg' },
      cell: ({ getValue }) => {
        const limits = getValue().map((limit) => rateLimitWords(limit));
        return limits.length > 0 ? limits.join(t.plan.quotaSeparator) : t.productPage.noRateLimit;
      },
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => actions && <RowActions route={original} {...actions} />,
    }),
  ]);
}

function RowActions({ route, onEdit, onRemove }: RouteActions & { route: OwnRoute }) {
  const name = <span className="sr-only"> {`${route.method} ${route.template}`}</span>;
  return (
    <span className="inline-flex gap-2">
      <Button size="small" onClick={() => onEdit(route)}>
        {t.provider.product.edit}
        {name}
      </Button>
      <Button size="small" look="quiet" onClick={() => onRemove(route)}>
        {t.provider.route.remove}
        {name}
      </Button>
    </span>
  );
}
