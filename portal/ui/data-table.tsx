import {
  type ColumnDef,
  createColumnHelper,
  type RowData,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { cn } from './class-names.ts';
import { Sideways } from './sideways.tsx';
import { Skeleton } from './states.tsx';
import { useVirtualRows } from './virtual-rows.ts';

/** What a column says about its look. `lead` is the cell that titles the row's card on narrow screens. */
interface ColumnLook {
  align?: 'end';
  lead?: boolean;
  /** Left out below this width; the row's own page shows it. */
  from?: 'md' | 'lg' | 'xl';
  /** Of the cells, not of the header. */
  className?: string;
}

/** Sorting and selection come as further features here, for every table at once. */
const features = tableFeatures({ columnMeta: {} as ColumnLook });

// biome-ignore lint/suspicious/noExplicitAny: columns of one table have values of different types
export type Columns<Row extends RowData> = ColumnDef<typeof features, Row, any>[];

export function columnsOf<Row extends RowData>() {
  return createColumnHelper<typeof features, Row>();
}

export interface DataTableProps<Row extends RowData> {
  /** What the table lists; read out, not shown. */
  caption: string;
  columns: Columns<Row>;
  rows: Row[] | undefined;
  rowKey(row: Row): string;
  /** Shown in place of the rows when there are none. */
  empty?: ReactNode;
  /** Rows of the skeleton while `rows` is undefined. */
  expectedRows?: number;
  /** Long lists are drawn in part only where the page scrolls; a dialog scrolls by itself. */
  scrolls?: 'page' | 'box';
}

const NO_ROWS: never[] = [];
const FROM = { md: 'max-md:hidden!', lg: 'max-lg:hidden!', xl: 'max-xl:hidden!' };

/** Of a long list only the rows near the viewport are in the document. */
export function DataTable<Row extends RowData>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  expectedRows = 4,
  scrolls = 'page',
}: DataTableProps<Row>) {
  const all = rows ?? NO_ROWS;
  const { body, isLong, start, end, beforePx, afterPx } = useVirtualRows(all.length, scrolls === 'page');
  const data = useMemo(() => (isLong ? all.slice(start, end) : all), [all, isLong, start, end]);
  const table = useTable({ features, columns, data, getRowId: rowKey });
  if (rows?.length === 0 && empty) return empty;
  return (
    <Sideways label={caption}>
      <table
        aria-busy={rows === undefined}
        aria-rowcount={isLong ? all.length + 1 : undefined}
        className="stacked-table w-full border-collapse text-sm"
      >
        <caption className="sr-only">{caption}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} className="border-b border-line bg-sunken/60">
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  className={cn(
                    cellClasses(header.column.columnDef.meta),
                    'h-9 py-0 text-xs font-medium whitespace-nowrap text-ink-muted',
                  )}
                >
                  {header.isPlaceholder ? null : <table.FlexRender header={header} />}
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody ref={body} className="divide-y divide-line">
          <Space px={beforePx} />
          {rows === undefined && <SkeletonRows rows={expectedRows} columns={columns.length} />}
          {table.getRowModel().rows.map((row, index) => (
            <tr
              key={row.id}
              data-row={start + index}
              aria-rowindex={isLong ? start + index + 2 : undefined}
              className="hover:bg-hover"
            >
              {row.getAllCells().map((cell) => {
                const { header, meta } = cell.column.columnDef;
                return (
                  <td
                    key={cell.id}
                    data-label={typeof header === 'string' && header ? header : undefined}
                    data-lead={meta?.lead || undefined}
                    className={cn(cellClasses(meta), meta?.className)}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                );
              })}
            </tr>
          ))}
          <Space px={afterPx} />
        </tbody>
      </table>
    </Sideways>
  );
}

/** As high as the rows that are not drawn. */
function Space({ px }: { px: number }) {
  if (px <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of a table is not focusable
    <tr aria-hidden="true" data-space>
      <td style={{ height: px }} />
    </tr>
  );
}

function cellClasses(look: ColumnLook | undefined): string {
  return cn(
    'px-4 py-3 text-start align-middle first:ps-5 last:pe-5',
    look?.align === 'end' && 'numbers text-end',
    look?.from && FROM[look.from],
  );
}

function SkeletonRows({ rows, columns }: { rows: number; columns: number }) {
  return Array.from({ length: rows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity and never move
    <tr key={row}>
      <td colSpan={columns} className="px-5 py-3.5">
        <Skeleton className={row % 2 ? 'w-3/5' : 'w-4/5'} />
      </td>
    </tr>
  ));
}
