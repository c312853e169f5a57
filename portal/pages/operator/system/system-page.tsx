import { useQuery } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { type Readiness, readinessQuery, trialBalanceQuery, versionQuery } from '../../../api/operator.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card, Panel } from '../../../ui/card.tsx';
import { cn } from '../../../ui/class-names.ts';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Money } from '../../../ui/values.tsx';
import { NodesPanel } from './nodes-panel.tsx';
import { SetupPanel } from './setup-panel.tsx';

export function SystemPage() {
  const readiness = useQuery(readinessQuery);
  const version = useQuery(versionQuery);
  const hint = version.data ? t.operator.version(version.data.version) : t.operator.healthHint;
  return (
    <Page title={t.operator.system} hint={hint}>
      <SetupPanel />
      <QueryView query={readiness}>{(data) => <Health readiness={data} />}</QueryView>
      <NodesPanel />
      <Ledger />
    </Page>
  );
}

type Check = Readiness['checks'][number];

const checks = columnsOf<Check>();
const checkColumns = checks.columns([
  checks.accessor('name', { header: t.operator.check, meta: { lead: true } }),
  checks.accessor('ok', {
    header: t.operator.result,
    cell: ({ getValue }) => (
      <Badge tone={getValue() ? 'good' : 'bad'}>{getValue() ? t.operator.works : t.operator.broken}</Badge>
    ),
  }),
  checks.accessor('detail', {
    header: t.operator.detail,
    meta: { className: 'text-ink-muted' },
    cell: ({ getValue }) => getValue() ?? '–',
  }),
]);

function Health({ readiness }: { readiness: Readiness }) {
  const isReady = readiness.status === 'ready';
  const Icon = isReady ? CircleCheck : TriangleAlert;
  return (
    <>
      <Card
        className={cn(
          'flex items-center gap-3 p-4 sm:px-5',
          isReady ? 'bg-brand-soft text-brand-ink' : 'bg-danger-soft text-danger-ink',
        )}
      >
        <Icon aria-hidden="true" className="size-5 shrink-0" />
        <p role="status" className="font-semibold">
          {isReady ? t.operator.ready : t.operator.notReady}
        </p>
      </Card>
      <Panel title={t.operator.health} hint={t.operator.healthHint} flush>
        <DataTable
          caption={t.operator.health}
          columns={checkColumns}
          rows={readiness.checks}
          rowKey={(check) => check.name}
          empty={<EmptyState title={t.operator.noChecks} />}
        />
      </Panel>
    </>
  );
}

interface BalanceRow {
  currency: string;
  code: string;
  balance: string;
}

const balances = columnsOf<BalanceRow>();
const balanceColumns = balances.columns([
  balances.accessor('code', {
    header: t.operator.account,
    meta: { lead: true },
    cell: ({ getValue }) => getValue().replaceAll('_', ' '),
  }),
  balances.accessor('currency', { header: t.operator.currency }),
  balances.accessor('balance', {
    header: t.operator.balance,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => <Money amount={original.balance} currency={original.currency} />,
  }),
]);

function Ledger() {
  const query = useQuery(trialBalanceQuery);
  return (
    <Panel
      title={t.operator.ledger}
      hint={t.operator.ledgerHint}
      actions={
        query.data && (
          <Badge tone={query.data.balanced ? 'good' : 'bad'}>
            {query.data.balanced ? t.operator.balanced : t.operator.unbalanced}
          </Badge>
        )
      }
      flush
    >
      <QueryView
        query={query}
        skeleton={
          <DataTable
            caption={t.operator.ledger}
            columns={balanceColumns}
            rows={undefined}
            rowKey={(row) => row.code}
          />
        }
      >
        {(data) => (
          <DataTable
            caption={t.operator.ledger}
            columns={balanceColumns}
            rows={data.rows}
            rowKey={(row) => `${row.currency} ${row.code}`}
            empty={<EmptyState title={t.operator.noPostings} />}
          />
        )}
      </QueryView>
    </Panel>
  );
}
