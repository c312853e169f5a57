import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Comparison } from '../../api/comparison.ts';
import { t } from '../../text/index.ts';
import { cn } from '../class-names.ts';
import { Sideways } from '../sideways.tsx';
import { type Cell, type ComparedLine, cellText, comparedLines } from './comparison-words.ts';

export interface ComparisonTableProps {
  caption: string;
  comparison: Comparison;
  /** The head of a column; its name where nothing is given. */
  head?: (column: Comparison['columns'][number]) => ReactNode;
}

/** Side by side, what differs first. The names of the rows stay in sight where the columns scroll. */
export function ComparisonTable({ caption, comparison, head }: ComparisonTableProps) {
  const lines = comparedLines(comparison);
  const different = lines.filter(({ isEqual }) => !isEqual);
  const same = lines.filter(({ isEqual }) => isEqual);
  return (
    <Sideways label={caption} className="relative focus-visible:-outline-offset-2">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line bg-sunken">
            <th scope="col" className={cn(NAME_CELL, 'bg-sunken text-xs font-medium text-ink-muted')}>
              {t.comparison.what}
            </th>
            {comparison.columns.map((column) => (
              <th key={column.plan_id ?? column.product_id} scope="col" className={CELL}>
                {head ? head(column) : column.name}
              </th>
            ))}
          </tr>
        </thead>
        <Lines lines={different} />
        {same.length > 0 && different.length > 0 && (
          <tbody>
            <tr className="border-y border-line bg-sunken/60">
              <th
                scope="colgroup"
                colSpan={comparison.columns.length + 1}
                className="px-4 py-2 text-start text-xs font-medium text-ink-muted sm:px-5"
              >
                {t.comparison.same}
              </th>
            </tr>
          </tbody>
        )}
        <Lines lines={same} />
      </table>
    </Sideways>
  );
}

const CELL = 'min-w-36 px-4 py-3 text-start align-top';
const NAME_CELL = 'sticky start-0 z-10 w-44 min-w-32 bg-surface px-4 py-3 text-start align-top sm:px-5';

function Lines({ lines }: { lines: ComparedLine[] }) {
  return (
    <tbody className="divide-y divide-line">
      {lines.map(({ key, label, cells }) => (
        <tr key={key}>
          <th scope="row" className={cn(NAME_CELL, 'font-medium')}>
            {label}
          </th>
          {cells.map((cell, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cells are known by their column and never move
            <td key={column} className={CELL}>
              <CellView cell={cell} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

function CellView({ cell }: { cell: Cell }) {
  if (typeof cell === 'string') return cell;
  const Icon = cell ? Check : Minus;
  return (
    <span className={cn('inline-flex items-center', cell ? 'text-brand-ink' : 'text-ink-muted')}>
      <Icon aria-hidden="true" className="size-4" />
      <span className="sr-only">{cellText(cell)}</span>
    </span>
  );
}
