import { useInfiniteQuery } from '@tanstack/react-query';
import { type InvoiceLine, type LineEvent, lineEventsQuery } from '../../../api/invoices.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { MethodBadge, StatusBadge } from '../../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';

const helper = columnsOf<LineEvent>();
const columns = helper.columns([
  helper.accessor('timestamp', {
    header: t.invoices.events.when,
    meta: { lead: true },
    cell: ({ getValue }) => <When at={getValue()} as="moment" />,
  }),
  helper.display({
    id: 'what',
    header: t.invoices.events.what,
    cell: ({ row: { original } }) => (
      <span className="flex flex-wrap items-center gap-2">
        {original.method ? <MethodBadge method={original.method} /> : original.event_type}
        {original.status !== null && <StatusBadge status={original.status} />}
      </span>
    ),
  }),
  helper.accessor('id', {
    header: t.invoices.events.id,
    meta: { from: 'md' },
    cell: ({ getValue }) => <code className="font-mono text-xs wrap-anywhere">{getValue()}</code>,
  }),
  helper.accessor('quantity', {
    header: t.invoices.events.counted,
    meta: { align: 'end' },
    cell: ({ getValue }) => formatQuantity(getValue()),
  }),
]);

export interface LineEventsDialogProps {
  invoiceId: string;
  /** Null while it is closed. */
  line: InvoiceLine | null;
  onClose(): void;
}

/** The very events that a line counted: of all of them, what was counted is its quantity. */
export function LineEventsDialog({ invoiceId, line, onClose }: LineEventsDialogProps) {
  const { slug } = useOrganization();
  const query = useInfiniteQuery({
    ...lineEventsQuery(slug, invoiceId, line?.position ?? 0),
    enabled: line !== null,
  });
  return (
    <Dialog
      open={line !== null}
      onOpenChange={onClose}
      title={line?.description ?? ''}
      description={line ? t.invoices.events.hint(formatQuantity(line.quantity), line.unit) : undefined}
      className="max-w-3xl"
    >
      <div className="-mx-5">
        {query.isError && !query.data ? (
          <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <DataTable
            caption={t.invoices.events.title}
            columns={columns}
            rows={rowsOf(query.data)}
            rowKey={(row) => `${row.source} ${row.id}`}
            scrolls="box"
            empty={<EmptyState title={t.invoices.events.none} className="py-8" />}
          />
        )}
        <LoadMore query={query} />
      </div>
    </Dialog>
  );
}
