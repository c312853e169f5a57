import type { BillingRun } from '../../../api/operator.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { EmptyState } from '../../../ui/states.tsx';
import { Money } from '../../../ui/values.tsx';
import { Outcome } from './outcome.tsx';

type Planned = NonNullable<BillingRun['plan']>[number];

const helper = columnsOf<Planned>();
const columns = helper.columns([
  helper.display({
    id: 'subscription',
    header: t.operator.subscription,
    meta: { lead: true },
    cell: ({ row: { original } }) => (
      <span className="grid gap-1">
        <code className="font-mono text-[0.8125rem] wrap-anywhere">{original.subscription_id}</code>
        {original.lines.map((line) => (
          <span
            key={`${line.kind} ${line.description}`}
            className="flex flex-wrap gap-x-2 text-[0.8125rem] text-ink-muted"
          >
            {line.description}: {formatQuantity(line.quantity)} {line.unit}
            {original.currency && <Money amount={line.amount} currency={original.currency} />}
          </span>
        ))}
      </span>
    ),
  }),
  helper.accessor('outcome', {
    header: t.operator.result,
    cell: ({ row: { original } }) => <Outcome outcome={original.outcome} reason={original.reason} />,
  }),
  helper.display({
    id: 'total',
    header: t.operator.wouldBill,
    meta: { align: 'end' },
    cell: ({ row: { original } }) =>
      original.total && original.currency ? (
        <Money amount={original.total} currency={original.currency} />
      ) : (
        '–'
      ),
  }),
]);

/** What a run would bill; nothing has been written. */
export function RunPlan({ run }: { run: BillingRun }) {
  return (
    <Panel
      title={t.operator.plan}
      hint={t.operator.planHint}
      actions={<Badge tone="info">{t.operator.dryRunBadge}</Badge>}
      flush
    >
      <DataTable
        caption={t.operator.plan}
        columns={columns}
        rows={run.plan ?? []}
        rowKey={(row) => row.subscription_id}
        empty={<EmptyState title={t.operator.runNothing} />}
      />
    </Panel>
  );
}
