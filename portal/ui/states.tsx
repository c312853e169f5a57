import { Inbox, Lock, type LucideIcon, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names.ts';

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('skeleton h-4 w-full', className)} />;
}

/** Lines of text that are on their way. */
export function SkeletonLines({ count = 3 }: { count?: number }) {
  const widths = ['w-11/12', 'w-3/4', 'w-5/6', 'w-2/3'];
  return (
    <div aria-busy="true" className="grid gap-3">
      {Array.from({ length: count }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no identity and never move
        <Skeleton key={line} className={widths[line % widths.length]!} />
      ))}
    </div>
  );
}

/** Why a place is empty: nothing yet, everything filtered out, or not allowed. */
const KINDS = { none: Inbox, filtered: SearchX, locked: Lock } satisfies Record<string, LucideIcon>;

export interface EmptyStateProps {
  kind?: keyof typeof KINDS;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ kind = 'none', title, children, action, className }: EmptyStateProps) {
  const Icon = KINDS[kind];
  return (
    <div className={cn('grid justify-items-center gap-2 px-4 py-12 text-center', className)}>
      <span className="mb-1 grid size-11 place-items-center rounded-full bg-neutral-soft text-ink-muted">
        <Icon aria-hidden="true" className="size-5" />
      </span>
      <p className="font-semibold">{title}</p>
      {children && <div className="max-w-md text-sm text-ink-muted">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
