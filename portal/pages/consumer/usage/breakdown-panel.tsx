import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import {
  CALL_GROUPS,
  type CallGroup,
  type CallQuestion,
  type CallStatistics,
  callStatisticsQuery,
  callsCsv,
} from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { type Columns, columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { formatQuantity, formatShare } from '../../../ui/format/money.ts';
import { ProblemNote, ProblemPanel } from '../../../ui/problem-panel.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { Segments } from '../../../ui/segments.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { milliseconds } from '../milliseconds.ts';
import { useOrganization } from '../organization.ts';
import type { UsageSpan } from '../usage-range.ts';
import { useGroupNames } from './group-names.tsx';

interface Row extends CallStatistics {
  id: string;
  share: number;
}

const ID_OF: Record<CallGroup, (row: CallStatistics) => string | number | null | undefined> = {
  route: (row) => row.route_id,
  key: (row) => row.key_id,
  status: (row) => row.status,
  subscription: (row) => row.subscription_id,
};

const latency = (value: number | null) => (value === null ? '–' : milliseconds(value));

const helper = columnsOf<Row>();
const numberColumns = helper.columns([
  helper.accessor('calls', {
    header: t.usage.calls,
    meta: { align: 'end' },
    cell: ({ getValue }) => formatQuantity(getValue()),
  }),
  helper.accessor('share', {
    header: t.usage.share,
    meta: { align: 'end', from: 'md' },
    cell: ({ getValue }) => formatShare(getValue()),
  }),
  helper.display({
    id: 'errors',
    header: t.usage.errors,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => {
      const errors = original.client_errors + original.server_errors;
      if (errors === 0) return '0';
      return `${formatQuantity(errors)} (${formatShare(errors / original.calls)})`;
    },
  }),
  helper.accessor('p50_latency_ms', {
    header: t.usage.p50,
    meta: { align: 'end' },
    cell: ({ getValue }) => latency(getValue()),
  }),
  helper.accessor('p95_latency_ms', {
    header: t.usage.p95,
    meta: { align: 'end' },
    cell: ({ getValue }) => latency(getValue()),
  }),
  helper.accessor('units', {
    header: t.usage.units,
    meta: { align: 'end', from: 'md' },
    cell: ({ getValue }) => formatQuantity(getValue()),
  }),
  helper.accessor('overage_units', {
    header: t.usage.beyond,
    meta: { align: 'end', from: 'lg' },
    cell: ({ getValue }) => formatQuantity(getValue()),
  }),
]);

export interface BreakdownPanelProps {
  span: UsageSpan;
  by: CallGroup;
  onChange(by: CallGroup): void;
}

/** Which route, key, status or subscription it was: what one looks at to find what is slow, or fails. */
export function BreakdownPanel({ span, by, onChange }: BreakdownPanelProps) {
  const organization = useOrganization();
  const question: CallQuestion = { ...span, by };
  const query = useQuery(callStatisticsQuery(organization, question));
  const nameOf = useGroupNames();
  const csv = useMutation({
    mutationFn: () => callsCsv(organization, question),
    onSuccess: (file) => saveFile(file, `calls-by-${by}-${span.from.slice(0, 10)}.csv`),
  });
  // While another grouping is on its way, the rows of the one before do not fit its columns.
  const fits = query.data?.every((row) => ID_OF[by](row) !== undefined) ?? false;
  const rows = fits ? query.data : undefined;
  const all = rows?.reduce((sum, row) => sum + row.calls, 0) ?? 0;
  const columns: Columns<Row> = [
    helper.display({
      id: 'name',
      header: t.usage.groups[by],
      meta: { lead: true },
      cell: ({ row: { original } }) => nameOf(by, original.id),
    }),
    ...numberColumns,
  ];
  const actions = (
    <>
      <Segments<CallGroup>
        label={t.usage.groupBy}
        value={by}
        options={CALL_GROUPS.map((value) => ({ value, label: t.usage.groups[value] }))}
        onChange={onChange}
      />
      <Button size="small" busy={csv.isPending} onClick={() => csv.mutate()}>
        <Download aria-hidden="true" className="size-4" />
        {t.usage.csv}
      </Button>
    </>
  );
  return (
    <Panel title={t.usage.breakdown} actions={actions} flush>
      <ProblemNote error={csv.error} />
      {query.isError && !query.data ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={t.usage.breakdown}
          columns={columns}
          rows={rows?.map((row) => ({
            ...row,
            id: String(ID_OF[by](row) ?? ''),
            share: all > 0 ? row.calls / all : 0,
          }))}
          rowKey={(row) => row.id}
          empty={
            <EmptyState title={t.usage.noneTitle} className="py-8">
              {t.usage.none}
            </EmptyState>
          }
        />
      )}
    </Panel>
  );
}
