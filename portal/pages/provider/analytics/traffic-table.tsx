import { useMemo } from 'react';
import type { UsageRow } from '../../../api/provider-consumers.ts';
import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { formatQuantity, formatShare } from '../../../ui/format/money.ts';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { milliseconds } from '../../consumer/milliseconds.ts';
import { useProvider } from '../organization.ts';

type Row = UsageRow & { id: string };

export interface TrafficTableProps {
  title: string;
  query: { data: unknown; isError: boolean; error: unknown; refetch(): unknown };
  rows: Row[] | undefined;
  nameOf(id: string): string;
  /** Rows are consumers, who have a page each. */
  consumers?: boolean;
}

const helper = columnsOf<Row & { name: string }>();
/** All rows come at once. */
const WHOLE = { hasNextPage: false, isFetchingNextPage: false, fetchNextPage: async () => {} };

/** Calls by what they are counted by, most first. */
export function TrafficTable({ title, query, rows, nameOf, consumers = false }: TrafficTableProps) {
  const { slug } = useProvider();
  const columns = useMemo(() => trafficColumns(title, consumers ? slug : null), [title, consumers, slug]);
  const sorted = rows
    ?.map((row) => ({ ...row, name: nameOf(row.id) }))
    .toSorted((a, b) => b.calls - a.calls)
    .slice(0, MOST);
  return (
    <ListPanel
      title={title}
      query={{ ...WHOLE, ...query }}
      columns={columns}
      rows={sorted}
      rowKey={(row) => row.id}
      none={t.usage.noneTitle}
    />
  );
}

const MOST = 100;

function trafficColumns(title: string, consumersOf: string | null) {
  return helper.columns([
    helper.accessor('name', {
      header: title,
      meta: { lead: true, className: 'wrap-anywhere' },
      cell: ({ row: { original } }) =>
        consumersOf === null ? (
          original.name
        ) : (
          <TextLink to="/p/$org/consumers/$consumer" params={{ org: consumersOf, consumer: original.id }}>
            {original.name}
          </TextLink>
        ),
    }),
    helper.accessor('calls', {
      header: t.usage.calls,
      meta: { align: 'end' },
      cell: ({ getValue }) => formatQuantity(getValue()),
    }),
    helper.accessor('units', {
      header: t.usage.units,
      meta: { align: 'end', from: 'lg' },
      cell: ({ getValue }) => formatQuantity(getValue()),
    }),
    helper.display({
      id: 'errors',
      header: t.usage.errors,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => {
        const errors = original.client_errors + original.server_errors;
        return errors > 0 ? formatShare(errors / original.calls) : '–';
      },
    }),
    helper.accessor('average_latency_ms', {
      header: t.analytics.latency,
      meta: { align: 'end', from: 'md' },
      cell: ({ getValue }) => {
        const latency = getValue();
        return latency === null ? '–' : milliseconds(latency);
      },
    }),
  ]);
}
