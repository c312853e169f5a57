import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { rowsOf } from '../../../api/pages.ts';
import { type ConsumerKey, consumerKeysQuery, revokeConsumerKey } from '../../../api/provider-consumers.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge, StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { Ago, When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { ReasonDialog } from '../reason-dialog.tsx';

const VALUES = { reason: '' };

/** The keys of a subscription, without their texts, which nobody has. */
export function ConsumerKeys({ subscription }: { subscription: string }) {
  const organization = useProvider();
  const mayWrite = organization.permissions.includes('subscriptions:write');
  const query = useInfiniteQuery(consumerKeysQuery(organization.slug, subscription));
  const [revoked, setRevoked] = useState<ConsumerKey | null>(null);
  const columns = useMemo(() => keyColumns(mayWrite ? setRevoked : null), [mayWrite]);
  const words = t.providerConsumers;
  return (
    <>
      <ListPanel
        title={words.keys}
        hint={words.keysHint}
        query={query}
        columns={columns}
        rows={rowsOf(query.data)}
        rowKey={(row) => row.id}
        none={words.noKeys}
      />
      <ReasonDialog
        open={revoked !== null}
        title={t.keys.revokeTitle(revoked?.name ?? '')}
        text={words.revokeText}
        action={t.keys.revoke}
        danger
        reasonHint={words.reasonHint}
        values={VALUES}
        onDo={async ({ reason }) => {
          await revokeConsumerKey(organization.slug, revoked!.id, reason.trim());
          announce(t.keys.revokedToast, revoked!.name);
        }}
        onClose={() => setRevoked(null)}
      />
    </>
  );
}

const helper = columnsOf<ConsumerKey>();

function keyColumns(onRevoke: ((key: ConsumerKey) => void) | null) {
  const words = t.providerConsumers;
  return helper.columns([
    helper.accessor('name', {
      header: words.key,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="flex flex-wrap items-center gap-2">
          <span className="wrap-anywhere">{original.name}</span>
          {original.environment === 'test' && <Badge tone="info">{t.environments.test}</Badge>}
          <code className="font-mono text-xs text-ink-muted">{`${original.prefix}…${original.last_four}`}</code>
        </span>
      ),
    }),
    helper.accessor('state', {
      header: t.provider.state,
      cell: ({ getValue }) => <StateBadge state={getValue()} />,
    }),
    helper.accessor('last_used_at', {
      header: words.lastUsed,
      cell: ({ getValue }) => {
        const at = getValue();
        return at ? <Ago at={at} /> : '–';
      },
    }),
    helper.accessor('created_at', {
      header: t.provider.created,
      meta: { from: 'md' },
      cell: ({ getValue }) => <When at={getValue()} />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) =>
        onRevoke &&
        original.state === 'active' && (
          <Button size="small" onClick={() => onRevoke(original)}>
            {t.keys.revoke}
            <span className="sr-only"> {original.name}</span>
          </Button>
        ),
    }),
  ]);
}
