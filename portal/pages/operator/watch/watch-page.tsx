import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { rowsOf } from '../../../api/pages.ts';
import { type Alert, alertsQuery, deadMailsQuery, type Mail, retryMail } from '../../../api/watch.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { Page } from '../../../ui/page.tsx';
import { When } from '../../../ui/values.tsx';

export function WatchPage() {
  return (
    <Page title={t.operator.watch.title} hint={t.operator.watch.hint}>
      <AlertsPanel />
      <MailsPanel />
    </Page>
  );
}

const alerts = columnsOf<Alert>();
const alertColumns = alerts.columns([
  alerts.accessor('kind', {
    header: t.operator.watch.what,
    meta: { lead: true },
    cell: ({ getValue }) => t.operator.watch.kinds[getValue()],
  }),
  alerts.display({
    id: 'who',
    header: t.operator.watch.who,
    cell: ({ row: { original } }) => (
      <code className="font-mono text-xs wrap-anywhere">
        {[original.address, original.key_id, original.product_id].filter(Boolean).join(' · ')}
      </code>
    ),
  }),
  alerts.display({
    id: 'seen',
    header: t.operator.watch.seen,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => t.operator.watch.seenOf(original.seen, original.threshold),
  }),
  alerts.accessor('last_seen_at', {
    header: t.operator.watch.last,
    cell: ({ getValue }) => <When at={getValue()} as="date-time" />,
  }),
  alerts.accessor('throttled_until', {
    header: t.operator.watch.throttled,
    cell: ({ getValue }) => {
      const until = getValue();
      return until ? <When at={until} as="date-time" /> : '–';
    },
  }),
]);

function AlertsPanel() {
  const query = useInfiniteQuery(alertsQuery);
  const words = t.operator.watch;
  return (
    <ListPanel
      title={words.alerts}
      hint={words.alertsHint}
      query={query}
      columns={alertColumns}
      rows={rowsOf(query.data)}
      rowKey={(row) => row.id}
      none={words.noAlerts}
    />
  );
}

function MailsPanel() {
  const query = useInfiniteQuery(deadMailsQuery);
  const words = t.operator.watch;
  const retry = useMutation({
    mutationFn: (mail: Mail) => retryMail(mail.id),
    onSuccess: () => announce(words.retried),
  });
  const { mutate } = retry;
  const columns = useMemo(() => mailColumns(mutate), [mutate]);
  return (
    <ListPanel
      title={words.mails}
      hint={words.mailsHint}
      problem={retry.error}
      query={query}
      columns={columns}
      rows={rowsOf(query.data)}
      rowKey={(row) => row.id}
      none={words.noMails}
    />
  );
}

const mails = columnsOf<Mail>();

function mailColumns(onRetry: (mail: Mail) => void) {
  const words = t.operator.watch;
  return mails.columns([
    mails.accessor('to', {
      header: words.to,
      meta: { lead: true, className: 'wrap-anywhere' },
      cell: ({ getValue }) => getValue() ?? '–',
    }),
    mails.accessor('kind', {
      header: words.mail,
      cell: ({ getValue }) => <Badge>{getValue().replaceAll(/[._-]/g, ' ')}</Badge>,
    }),
    mails.accessor('last_error', {
      header: words.failure,
      meta: { className: 'wrap-anywhere text-ink-muted' },
      cell: ({ getValue }) => getValue() ?? '–',
    }),
    mails.accessor('created_at', {
      header: t.provider.created,
      meta: { from: 'md' },
      cell: ({ getValue }) => <When at={getValue()} as="date-time" />,
    }),
    mails.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => (
        <Button size="small" onClick={() => onRetry(original)}>
          {words.retry}
          <span className="sr-only"> {original.to}</span>
        </Button>
      ),
    }),
  ]);
}
