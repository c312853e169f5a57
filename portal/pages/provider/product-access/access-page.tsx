import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type Access, type AccessState, accessQuery } from '../../../api/access.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Select } from '../../../ui/field.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { useOwnProduct } from '../product-layout.tsx';
import { DecideDialog, type Deciding } from './decide-dialog.tsx';

const STATES: AccessState[] = ['requested', 'granted', 'refused', 'revoked'];

/** Who may have a private product, and who asks for it. */
export function ProductAccessPage() {
  const organization = useProvider();
  const { product, mayWrite } = useOwnProduct();
  const [state, setState] = useState<AccessState | undefined>();
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const query = useInfiniteQuery(accessQuery(organization.slug, product.id, state));
  const columns = useMemo(() => accessColumns(mayWrite ? setDeciding : null), [mayWrite]);
  const rows = rowsOf(query.data);
  const words = t.provider.access;
  const letIn = mayWrite && (
    <Button onClick={() => setDeciding({ state: 'granted', organization: null })}>{words.letIn}</Button>
  );
  const actions = (
    <>
      <Select
        aria-label={t.provider.state}
        className="w-40"
        value={state ?? ''}
        onChange={(event) => setState((event.target.value || undefined) as AccessState | undefined)}
      >
        <option value="">{words.all}</option>
        {STATES.map((one) => (
          <option key={one} value={one}>
            {words.states[one]}
          </option>
        ))}
      </Select>
      {letIn}
    </>
  );
  return (
    <>
      {product.visibility !== 'private' && <Card className="p-4 text-sm sm:px-5">{words.notPrivate}</Card>}
      {product.visibility === 'private' && !product.access_requests && (
        <Card className="p-4 text-sm sm:px-5">{words.noRequests}</Card>
      )}
      <Panel title={words.title} hint={words.hint} actions={actions} flush>
        {query.isError && !rows ? (
          <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <DataTable
            caption={words.title}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.organization.id}
            empty={
              <EmptyState kind={state ? 'filtered' : 'none'} title={words.noneTitle}>
                {words.none}
              </EmptyState>
            }
          />
        )}
        <LoadMore query={query} />
        <DecideDialog product={product} deciding={deciding} onClose={() => setDeciding(null)} />
      </Panel>
    </>
  );
}

const helper = columnsOf<Access>();

function accessColumns(onDecide: ((deciding: Deciding) => void) | null) {
  const words = t.provider.access;
  return helper.columns([
    helper.accessor('organization.name', {
      header: t.shell.organization,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="grid gap-0.5">
          <span className="font-medium wrap-anywhere">{original.organization.name}</span>
          {original.message && <span className="wrap-anywhere text-ink-muted">“{original.message}”</span>}
        </span>
      ),
    }),
    helper.accessor('state', {
      header: t.provider.state,
      cell: ({ getValue }) => <StateBadge state={getValue()} />,
    }),
    helper.accessor('reason', {
      header: words.reason,
      meta: { from: 'md', className: 'wrap-anywhere text-ink-muted' },
      cell: ({ getValue }) => getValue() || '–',
    }),
    helper.display({
      id: 'date',
      header: t.provider.date,
      cell: ({ row: { original } }) => {
        const at = original.decided_at ?? original.requested_at;
        return at ? <When at={at} /> : '–';
      },
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => onDecide && <Decisions access={original} onDecide={onDecide} />,
    }),
  ]);
}

function Decisions({ access, onDecide }: { access: Access; onDecide(deciding: Deciding): void }) {
  const { organization, state } = access;
  const words = t.provider.access;
  const name = <span className="sr-only"> {organization.name}</span>;
  if (state === 'granted') {
    return (
      <Button size="small" look="quiet" onClick={() => onDecide({ state: 'revoked', organization })}>
        {words.decisions.revoked}
        {name}
      </Button>
    );
  }
  return (
    <span className="inline-flex gap-2">
      <Button size="small" onClick={() => onDecide({ state: 'granted', organization })}>
        {words.decisions.granted}
        {name}
      </Button>
      {state === 'requested' && (
        <Button size="small" look="quiet" onClick={() => onDecide({ state: 'refused', organization })}>
          {words.decisions.refused}
          {name}
        </Button>
      )}
    </span>
  );
}
