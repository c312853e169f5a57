import type { BillingRun } from '../../../api/operator.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
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

export interface RunPlanProps {
  pages: BillingRun[];
  busy: boolean;
  onMore(after: string): void;
}

/** What a run would bill, as far as it was planned; nothing has been written. */
export function RunPlan({ pages, busy, onMore }: RunPlanProps) {
  const rows = pages.flatMap((page) => page.plan ?? []);
  const after = pages.at(-1)?.next_after;
  return (
    <Panel
      title={t.operator.plan}
      hint={t.operator.planTotal(rows.length)}
      actions={<Badge tone="info">{t.operator.dryRunBadge}</Badge>}
      flush
    >
      <Totals pages={pages} />
      <DataTable
        caption={t.operator.plan}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.subscription_id}
        empty={<EmptyState title={t.operator.runNothing} />}
      />
      {after && (
        <div className="grid justify-items-center border-t border-line p-3">
          <Button size="small" busy={busy} onClick={() => onMore(after)}>
            {t.operator.planMore}
          </Button>
        </div>
      )}
    </Panel>
  );
}

/** Of each planned page: the server adds up, and a screen never does. */
function Totals({ pages }: { pages: BillingRun[] }) {
  const totals = pages.flatMap((page) => page.totals ?? []);
  if (totals.length === 0) return null;
  return (
    <ul className="grid gap-1 border-b border-line px-4 py-4 text-sm sm:px-5">
      {totals.map(({ currency, subscriptions, total }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pages are only ever added at the end
        <li key={index} className="flex flex-wrap gap-x-4">
          <Money amount={total} currency={currency} className="font-medium" />
          <span className="text-ink-muted">{t.operator.planTotal(subscriptions)}</span>
        </li>
      ))}
    </ul>
  );
}
