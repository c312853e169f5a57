import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type OwnPlan, type OwnProduct, ownPlansQuery } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import {
  flatPrice,
  intervalWords,
  isFree,
  overageWords,
  quotaWords,
  usagePriceWords,
} from '../../../ui/plan/terms.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';

export interface PlansPanelProps {
  product: OwnProduct;
  mayWrite: boolean;
}

export function PlansPanel({ product, mayWrite }: PlansPanelProps) {
  const organization = useProvider();
  const query = useQuery(ownPlansQuery(organization.slug, product.id));
  const place = useMemo(() => ({ org: organization.slug, product: product.id }), [organization, product]);
  const columns = useMemo(() => planColumns(place, mayWrite), [place, mayWrite]);
  const words = t.provider.plan;
  const add = mayWrite && (
    <ButtonLink to={PLAN} params={{ ...place, plan: 'new' }}>
      {words.add}
    </ButtonLink>
  );
  return (
    <Panel title={t.productPage.plans} hint={words.hint} actions={query.data?.length ? add : null} flush>
      {query.isError && !query.data ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={t.productPage.plans}
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
    </Panel>
  );
}

const PLAN = '/p/$org/products/$product/plans/$plan';
const helper = columnsOf<OwnPlan>();

function planColumns(place: { org: string; product: string }, mayWrite: boolean) {
  return helper.columns([
    helper.accessor('name', { header: t.subscriptions.plan, meta: { lead: true } }),
    helper.display({
      id: 'price',
      header: t.subscribe.price,
      cell: ({ row }) => <PriceCell plan={row.original} />,
    }),
    helper.display({
      id: 'quota',
      header: t.provider.plan.quota,
      meta: { from: 'md' },
      cell: ({ row }) => <QuotaCell plan={row.original} />,
    }),
    helper.accessor('current_version', {
      header: t.provider.plan.version,
      meta: { from: 'lg' },
      cell: ({ getValue }) => {
        const version = getValue();
        return version ? String(version.number) : <Badge>{t.states.draft}</Badge>;
      },
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => (
        <ButtonLink size="small" to={PLAN} params={{ ...place, plan: original.id }}>
          {mayWrite ? t.provider.product.edit : t.actions.view}
          <span className="sr-only"> {original.name}</span>
        </ButtonLink>
      ),
    }),
  ]);
}

function PriceCell({ plan }: { plan: OwnPlan }) {
  const terms = plan.current_version?.terms;
  if (!terms) return '–';
  const price = flatPrice(terms);
  return (
    <span className="grid gap-0.5">
      <span className="numbers">
        {isFree(terms) ? price : t.plan.perInterval(price, intervalWords(terms))}
      </span>
      {terms.prices.map((usage) => (
        <span key={usage.key} className="text-[0.8125rem] text-ink-muted">
          {usage.name}: {usagePriceWords(usage.price, terms.currency)}
        </span>
      ))}
    </span>
  );
}

function QuotaCell({ plan }: { plan: OwnPlan }) {
  const terms = plan.current_version?.terms;
  if (!terms) return '–';
  return (
    <span className="grid gap-0.5">
      {quotaWords(terms).join(t.plan.quotaSeparator)}
      <span className="text-[0.8125rem] text-ink-muted">{overageWords(terms)}</span>
    </span>
  );
}
