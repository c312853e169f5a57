import type { Difference } from '../../../api/plans.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';

const TONES = { added: 'good', removed: 'bad', changed: 'info' } as const;

/** What differs from one version to another, in words beside the colours. */
export function DifferenceList({ differences }: { differences: Difference[] }) {
  const words = t.planBuilder.differences;
  if (differences.length === 0) return <p className="text-ink-muted">{words.none}</p>;
  return (
    <ul className="divide-y divide-line rounded-md border border-line">
      {differences.map(({ pointer, kind, before, after }) => (
        <li key={pointer} className="grid gap-1 px-3 py-2 text-[0.8125rem]">
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={TONES[kind]}>{words.kinds[kind]}</Badge>
            <code className="font-mono wrap-anywhere">{nameOf(pointer)}</code>
          </span>
          <span className="flex flex-wrap gap-x-2 gap-y-1 wrap-anywhere">
            {kind !== 'added' && <del className="text-ink-muted">{shownAs(before)}</del>}
            {kind === 'changed' && <span aria-hidden="true">→</span>}
            {kind !== 'removed' && <ins className="font-medium no-underline">{shownAs(after)}</ins>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function nameOf(pointer: string): string {
  const parts = pointer.slice(1).split('/');
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join(' › ');
}

/** A whole item in words: what it says, without what it leaves open. */
function shownAs(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'object') return String(value);
  return partsOf(value, '').join(' · ') || '–';
}

function partsOf(value: object, under: string): string[] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const path = under ? `${under}.${name}` : name;
    if (part === null || part === undefined) return [];
    return typeof part === 'object' ? partsOf(part, path) : [`${path}: ${String(part)}`];
  });
}
