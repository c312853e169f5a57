import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { retryAllSetAside, retrySetAside, type SetAside, setAsideQuery } from '../../../api/operator.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { When } from '../../../ui/values.tsx';

/** What is to be retried: one subscription, all that have the same in their way, or all. */
type Retry = { subscriptionId: string } | { reasonCode: string | null };

/** Subscriptions that could not be billed, why, and the buttons to try them again. */
export function SetAsidePanel() {
  const query = useInfiniteQuery(setAsideQuery);
  const words = t.operator.setAside;
  const retry = useMutation({
    mutationFn: (what: Retry) =>
      'subscriptionId' in what ? retrySetAside(what.subscriptionId) : retryAllSetAside(what.reasonCode),
    onSuccess: (count) => announce(words.retried(count)),
  });
  const { mutate } = retry;
  const columns = useMemo(() => columnsWith(mutate), [mutate]);
  const rows = rowsOf(query.data);
  const all = rows && rows.length > 0 && (
    <Button size="small" busy={retry.isPending} onClick={() => mutate({ reasonCode: null })}>
      {words.retryAll}
    </Button>
  );
  return (
    <ListPanel
      title={words.title}
      hint={words.hint}
      actions={all}
      problem={retry.error}
      query={query}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.subscription_id}
      none={words.none}
    />
  );
}

const helper = columnsOf<SetAside>();

function columnsWith(onRetry: (what: Retry) => void) {
  const words = t.operator.setAside;
  return helper.columns([
    helper.accessor('subscription_id', {
      header: t.operator.subscription,
      meta: { lead: true, className: 'font-mono text-[0.8125rem] wrap-anywhere' },
    }),
    helper.accessor('reason', { header: words.reason, meta: { className: 'wrap-anywhere' } }),
    helper.accessor('count', { header: words.times, meta: { align: 'end' } }),
    helper.accessor('since', {
      header: words.since,
      cell: ({ getValue }) => <When at={getValue()} as="date-time" />,
    }),
    helper.accessor('retry_at', {
      header: words.next,
      cell: ({ getValue }) => {
        const at = getValue();
        return at ? <When at={at} as="date-time" /> : words.byHand;
      },
    }),
    helper.display({
      id: 'retry',
      header: '',
      meta: { align: 'end' },
      cell: ({ row: { original } }) => (
        <span className="flex flex-wrap justify-end gap-2">
          <Button size="small" onClick={() => onRetry({ subscriptionId: original.subscription_id })}>
            {words.retry}
          </Button>
          <Button size="small" onClick={() => onRetry({ reasonCode: original.reason_code })}>
            {words.retryAlike}
          </Button>
        </span>
      ),
    }),
  ]);
}
