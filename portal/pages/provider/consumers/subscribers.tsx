import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { isSandbox } from '../../../api/acting.ts';
import { rowsOf } from '../../../api/pages.ts';
import { type Subscriber, type SubscriberFilter, subscribersQuery } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { Badge, StateBadge } from '../../../ui/badge.tsx';
import { Button, TextLink } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { ForceChangeDialog } from './force-change-dialog.tsx';
import { GiveCreditDialog } from './give-credit-dialog.tsx';
import { ResetQuotaDialog } from './reset-quota-dialog.tsx';

const helper = columnsOf<Subscriber>();

/** What may be done for a consumer. */
type Doing = 'change' | 'reset' | 'credit';

const columnsWith = (
  onDo: (doing: Doing, subscriber: Subscriber) => void,
  linkedFrom: string | null,
  mayWrite: boolean,
) =>
  helper.columns([
    helper.accessor('organization.name', {
      header: t.provider.consumer,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {linkedFrom === null ? (
            original.organization.name
          ) : (
            <TextLink
              to="/p/$org/consumers/$consumer"
              params={{ org: linkedFrom, consumer: original.organization.id }}
              search={{ subscription: original.subscription.id }}
            >
              {original.organization.name}
            </TextLink>
          )}
          {isSandbox(original.organization) && <Badge tone="info">{t.provider.sandbox.title}</Badge>}
          {original.ban && <Badge tone="bad">{t.providerConsumers.banned}</Badge>}
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
        mayWrite &&
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

export interface SubscribersProps {
  title: string;
  filter: SubscriberFilter;
  /** Each consumer's name leads to its page. */
  linked?: boolean;
}

/** Who has subscribed to what, latest first. */
export function Subscribers({ title, filter, linked = false }: SubscribersProps) {
  const organization = useProvider();
  const mayWrite = organization.permissions.includes('subscriptions:write');
  const query = useInfiniteQuery(subscribersQuery(organization.slug, filter));
  const [open, setOpen] = useState<{ doing: Doing; subscriber: Subscriber } | null>(null);
  const columns = useMemo(
    () =>
      columnsWith(
        (doing, subscriber) => setOpen({ doing, subscriber }),
        linked ? organization.slug : null,
        mayWrite,
      ),
    [linked, organization.slug, mayWrite],
  );
  const whom = (doing: Doing) => (open?.doing === doing ? open.subscriber : null);
  const close = () => setOpen(null);
  const isFiltered = filter.product !== undefined || filter.state !== undefined;
  return (
    <>
      <ListPanel
        title={title}
        query={query}
        columns={columns}
        rows={rowsOf(query.data)}
        rowKey={(row) => row.subscription.id}
        none={isFiltered ? t.providerConsumers.noMatch : t.provider.noConsumersTitle}
      />
      <ForceChangeDialog subscriber={whom('change')} onClose={close} />
      <GiveCreditDialog subscriber={whom('credit')} onClose={close} />
      <ResetQuotaDialog subscriber={whom('reset')} onClose={close} />
    </>
  );
}
