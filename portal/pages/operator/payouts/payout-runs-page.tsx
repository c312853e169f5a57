import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { newIdempotencyKey } from '../../../api/client.ts';
import { rowsOf } from '../../../api/pages.ts';
import {
  type Payout,
  type PayoutOutcome,
  type PayoutRun,
  payoutsQuery,
  runPayouts,
  settlePayout,
} from '../../../api/payouts.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { Money, When } from '../../../ui/values.tsx';

export function PayoutRunsPage() {
  const [isAsking, setAsking] = useState(false);
  const idempotencyKey = useRef('');
  const run = useMutation({
    mutationFn: () => runPayouts(idempotencyKey.current),
    onSuccess: () => setAsking(false),
  });
  const settle = useMutation({
    mutationFn: ({ payout, outcome }: Settlement) => settlePayout(payout.id, outcome),
  });
  const query = useInfiniteQuery(payoutsQuery(null));
  const { mutate } = settle;
  const columns = useMemo(() => payoutColumns(mutate), [mutate]);

  function ask() {
    // Each opening of the dialog is one intention; pressing again after a lost answer pays nobody twice.
    idempotencyKey.current = newIdempotencyKey();
    run.reset();
    setAsking(true);
  }

  const start = (
    <Button look="primary" onClick={ask}>
      {t.operator.payoutRun}
    </Button>
  );
  return (
    <Page title={t.operator.payouts} hint={t.operator.payoutHint} actions={start}>
      {run.data && <RunResult run={run.data} />}
      <ProblemNote error={settle.error} />
      <TablePanel query={query}>
        <DataTable
          caption={t.operator.payouts}
          columns={columns}
          rows={rowsOf(query.data)}
          rowKey={(payout) => payout.id}
          empty={<EmptyState title={t.provider.noPayoutsTitle}>{t.operator.payoutHint}</EmptyState>}
        />
      </TablePanel>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t.operator.payoutConfirm}
        confirmLabel={t.operator.payoutRun}
        busy={run.isPending}
        onConfirm={() => run.mutate()}
      >
        <p>{t.operator.payoutConfirmText}</p>
        <ProblemNote error={run.error} />
      </ConfirmDialog>
    </Page>
  );
}

function RunResult({ run }: { run: PayoutRun }) {
  return (
    <Card role="status" className="grid gap-1.5 bg-brand-soft p-4 text-sm text-brand-ink sm:px-5">
      <p className="font-semibold">{t.operator.payoutDone}</p>
      <p>
        {run.payouts.length === 0 ? t.operator.payoutNothing : t.operator.payoutCount(run.payouts.length)}
      </p>
      {run.held.map((held) => (
        <p key={`${held.provider_id} ${held.currency}`}>
          <Money amount={held.amount} currency={held.currency} />{' '}
          {t.operator.held(held.provider_id, t.operator.heldReasons[held.reason])}
        </p>
      ))}
    </Card>
  );
}

interface Settlement {
  payout: Payout;
  outcome: PayoutOutcome;
}

const OUTCOMES: Record<Payout['state'], PayoutOutcome[]> = {
  in_transit: ['paid', 'failed'],
  paid: ['returned'],
  failed: [],
  returned: [],
};

const helper = columnsOf<Payout>();

function payoutColumns(onSettle: (settlement: Settlement) => void) {
  return helper.columns([
    helper.accessor('holder_name', {
      header: t.operator.provider,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="grid gap-0.5">
          <span className="font-medium">{original.holder_name}</span>
          <code className="font-mono text-xs text-ink-muted">{original.iban}</code>
        </span>
      ),
    }),
    helper.accessor('created_at', {
      header: t.provider.date,
      cell: ({ getValue }) => <When at={getValue()} />,
    }),
    helper.accessor('state', {
      header: t.provider.state,
      cell: ({ getValue }) => <StateBadge state={getValue()} />,
    }),
    helper.accessor('amount', {
      header: t.provider.amount,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => <Money amount={original.amount} currency={original.currency} />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => (
        <span className="inline-flex gap-2">
          {OUTCOMES[original.state].map((outcome) => (
            <Button key={outcome} size="small" onClick={() => onSettle({ payout: original, outcome })}>
              {t.operator.outcomes[outcome]}
            </Button>
          ))}
        </span>
      ),
    }),
  ]);
}
