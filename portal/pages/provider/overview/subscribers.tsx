import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { isSandbox } from '../../../api/acting.ts';
import { rowsOf } from '../../../api/pages.ts';
import { type Subscriber, subscribersQuery } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { Badge, StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { ForceChangeDialog } from './force-change-dialog.tsx';
import { GiveCreditDialog } from './give-credit-dialog.tsx';
import { ResetQuotaDialog } from './reset-quota-dialog.tsx';

const helper = columnsOf<Subscriber>();

/** What may be done for a consumer. */
type Doing = 'change' | 'reset' | 'credit';

const columnsWith = (onDo: (doing: Doing, subscriber: Subscriber) => void) =>
  helper.columns([
    helper.accessor('organization.name', {
      header: t.provider.consumer,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {original.organization.name}
          {isSandbox(original.organization) && <Badge tone="info">{t.provider.sandbox.title}</Badge>}
        </span>
      ),
    }),
    helper.accessor('subscription.product.name', { header: t.provider.name }),
    helper.accessor('subscription.plan.name', { header: t.subscriptions.plan }),
    helper.accessor('subscription.state', {
      header: t.provider.state,
      cell: ({ getValue }) => <StateBadge state={getValue()} />,
    }),
    helper.accessor('subscription.created_at', {
      header: t.subscriptions.since,
      meta: { align: 'end' },
      cell: ({ getValue }) => <When at={getValue()} />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) =>
        original.subscription.state !== 'canceled' && (
          <span className="inline-flex flex-wrap justify-end gap-2">
            <Button size="small" onClick={() => onDo('change', original)}>
              {t.changes.force}
              <span className="sr-only"> {original.organization.name}</span>
            </Button>
            <Button size="small" onClick={() => onDo('credit', original)}>
              {t.provider.giveCredit.action}
              <span className="sr-only"> {original.organization.name}</span>
            </Button>
            {original.subscription.terms.quotas.length > 0 && (
              <Button size="small" onClick={() => onDo('reset', original)}>
                {t.provider.resetQuota.action}
                <span className="sr-only"> {original.organization.name}</span>
              </Button>
            )}
          </span>
        ),
    }),
  ]);

/** Who has subscribed to what, latest first. */
export function Subscribers() {
  const organization = useProvider();
  const query = useInfiniteQuery(subscribersQuery(organization.slug));
  const rows = rowsOf(query.data);
  const [open, setOpen] = useState<{ doing: Doing; subscriber: Subscriber } | null>(null);
  const columns = useMemo(() => columnsWith((doing, subscriber) => setOpen({ doing, subscriber })), []);
  const whom = (doing: Doing) => (open?.doing === doing ? open.subscriber : null);
  const close = () => setOpen(null);
  return (
    <Panel title={t.provider.consumers} flush>
      {query.isError && !rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={t.provider.consumers}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.subscription.id}
          empty={<EmptyState title={t.provider.noConsumersTitle}>{t.provider.noConsumers}</EmptyState>}
        />
      )}
      <LoadMore query={query} />
      <ForceChangeDialog subscriber={whom('change')} onClose={close} />
      <GiveCreditDialog subscriber={whom('credit')} onClose={close} />
      <ResetQuotaDialog subscriber={whom('reset')} onClose={close} />
    </Panel>
  );
}
