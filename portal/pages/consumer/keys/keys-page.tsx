import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { type ApiKey, keysQuery } from '../../../api/keys.ts';
import { rowsOf } from '../../../api/pages.ts';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { Badge, StateBadge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { Ago, When } from '../../../ui/values.tsx';
import { useOrganization, usePermission } from '../organization.ts';
import { SubscriptionFilter } from '../subscription-filter.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { EditKeyDialog } from './edit-key-dialog.tsx';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';

const route = getRouteApi('/o/$org/keys');

export function KeysPage() {
  const organization = useOrganization();
  const mayWrite = usePermission('keys:write');
  const { subscription } = route.useSearch();
  const navigate = route.useNavigate();
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const [rotating, setRotating] = useState<ApiKey | null>(null);
  const [editing, setEditing] = useState<ApiKey | null>(null);
  const subscriptions = useQuery(subscriptionsQuery(organization));
  const query = useInfiniteQuery(keysQuery(organization.slug, subscription));
  const productOf = useMemo(() => {
    const names = new Map(subscriptions.data?.map((one) => [one.id, one.product.name]));
    return (key: ApiKey) => names.get(key.subscription_id) ?? '';
  }, [subscriptions.data]);
  const columns = useMemo(
    () =>
      keyColumns(
        productOf,
        mayWrite ? { onEdit: setEditing, onRotate: setRotating, onRevoke: setRevoking } : null,
      ),
    [productOf, mayWrite],
  );
  const live = subscriptions.data?.filter((one) => one.state !== 'canceled') ?? [];

  const create = mayWrite && live.length > 0 && (
    <Button look="primary" onClick={() => setCreating(true)}>
      {t.keys.create}
    </Button>
  );
  return (
    <Page title={t.keys.title} hint={t.keys.hint} actions={create}>
      <SubscriptionFilter
        subscriptions={subscriptions.data}
        value={subscription}
        onChange={(next) => void navigate({ search: { subscription: next } })}
      />
      <TablePanel query={query}>
        <DataTable
          caption={t.keys.title}
          columns={columns}
          rows={rowsOf(query.data)}
          rowKey={(key) => key.id}
          empty={<NoKeys hasSubscription={live.length > 0 || subscriptions.isPending} create={create} />}
        />
      </TablePanel>
      <CreateKeyDialog
        open={isCreating}
        onOpenChange={setCreating}
        subscriptions={live}
        preferred={subscription}
      />
      <EditKeyDialog apiKey={editing} onClose={() => setEditing(null)} />
      <RotateKeyDialog apiKey={rotating} subscriptions={live} onClose={() => setRotating(null)} />
      <RevokeKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} />
    </Page>
  );
}

function NoKeys({ hasSubscription, create }: { hasSubscription: boolean; create: ReactNode }) {
  if (hasSubscription) {
    return (
      <EmptyState title={t.keys.noneTitle} action={create}>
        {t.keys.none}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t.keys.noneTitle}
      action={
        <ButtonLink to="/apis" look="primary">
          {t.subscriptions.browse}
        </ButtonLink>
      }
    >
      {t.keys.noSubscription}
    </EmptyState>
  );
}

const helper = columnsOf<ApiKey>();

interface KeyActions {
  onEdit(key: ApiKey): void;
  onRotate(key: ApiKey): void;
  onRevoke(key: ApiKey): void;
}

function keyColumns(productOf: (key: ApiKey) => string, actions: KeyActions | null) {
  return helper.columns([
    helper.display({
      id: 'name',
      header: t.keys.name,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="grid gap-0.5">
          <span className="font-medium wrap-anywhere">{original.name}</span>
          <code className="font-mono text-xs text-ink-muted">
            {original.prefix}…{original.last_four}
          </code>
          <Limits of={original} />
        </span>
      ),
    }),
    helper.display({
      id: 'product',
      header: t.subscriptions.product,
      cell: ({ row }) => productOf(row.original),
    }),
    helper.accessor('environment', {
      header: t.keys.environment,
      cell: ({ getValue }) => (
        <Badge tone={getValue() === 'live' ? 'good' : 'info'}>{t.environments[getValue()]}</Badge>
      ),
    }),
    helper.accessor('state', {
      header: t.keys.state,
      cell: ({ getValue }) => <StateBadge state={getValue()} />,
    }),
    helper.accessor('last_used_at', {
      header: t.keys.lastUsed,
      cell: ({ getValue }) => <LastUse at={getValue()} />,
    }),
    helper.accessor('created_at', {
      header: t.keys.created,
      meta: { from: 'xl' },
      cell: ({ getValue }) => <When at={getValue()} />,
    }),
    helper.accessor('expires_at', {
      header: t.keys.expires,
      meta: { from: 'lg' },
      cell: ({ getValue }) => <Expiry at={getValue()} />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) =>
        actions && original.state === 'active' && <RowActions apiKey={original} actions={actions} />,
    }),
  ]);
}

function Expiry({ at }: { at: string | null }) {
  return at ? <When at={at} /> : t.keys.never;
}

function LastUse({ at }: { at: string | null | undefined }) {
  if (at === undefined) return t.keys.unknownUse;
  return at ? <Ago at={at} /> : t.keys.neverUsed;
}

/** What a key is limited to, in words. */
function Limits({ of: key }: { of: ApiKey }) {
  const limits = [
    key.imported && t.keys.imported,
    key.purpose === 'console' && t.keys.console,
    key.allowed_ips.length > 0 && t.keys.addressCount(key.allowed_ips.length),
    key.scopes.length > 0 && t.keys.scopesOf(key.scopes.join(', ')),
    key.routes.length > 0 && t.keys.routeCount(key.routes.length),
  ].filter(Boolean);
  if (limits.length === 0) return null;
  return <span className="text-xs text-ink-muted wrap-anywhere">{limits.join(' · ')}</span>;
}

/** A key with a successor is on its way out: all that is left to do is to end it now. */
function RowActions({ apiKey, actions }: { apiKey: ApiKey; actions: KeyActions }) {
  const { name } = apiKey;
  return (
    <span className="flex flex-wrap justify-end gap-2 xl:flex-nowrap">
      {apiKey.successor_id === null && (
        <>
          <Button size="small" aria-label={t.keys.editLabel(name)} onClick={() => actions.onEdit(apiKey)}>
            {t.keys.edit}
          </Button>
          <Button size="small" aria-label={t.keys.rotateLabel(name)} onClick={() => actions.onRotate(apiKey)}>
            {t.keys.rotate}
          </Button>
        </>
      )}
      <Button size="small" aria-label={t.keys.revokeLabel(name)} onClick={() => actions.onRevoke(apiKey)}>
        {t.keys.revoke}
      </Button>
    </span>
  );
}
