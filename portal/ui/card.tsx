import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './class-names.ts';

export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div {...props} className={cn('rounded-lg border border-line bg-surface shadow-card', className)} />;
}

export interface PanelProps {
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  /** Without inner padding, for tables that reach the edges. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled part of a page. */
export function Panel({ title, hint, actions, flush = false, className, children }: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cn('overflow-clip rounded-lg border border-line bg-surface shadow-card', className)}
    >
      <div className="flex min-h-13 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-2.5 sm:px-5">
        <div className="grid min-w-0 gap-0.5">
          <h2 id={id} className="text-[0.9375rem] font-semibold">
            {title}
          </h2>
          {hint && <p className="text-[0.8125rem] text-ink-muted">{hint}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      <div className={flush ? undefined : 'p-4 sm:p-5'}>{children}</div>
    </section>
  );
}

export interface FigureProps {
  label: ReactNode;
  value: ReactNode;
  hint?: ReactNode;
}

/** One number and what it means. */
export function Figure({ label, value, hint }: FigureProps) {
  return (
    <Card className="grid content-start gap-1 px-4 py-3.5 sm:px-5">
      <dt className="text-[0.8125rem] text-ink-muted">{label}</dt>
      <dd className="numbers text-2xl leading-tight font-semibold tracking-tight">{value}</dd>
      {hint && <dd className="text-[0.8125rem] text-ink-muted">{hint}</dd>}
    </Card>
  );
}

const FIGURE_COLUMNS = { 3: 'sm:grid-cols-3', 4: 'grid-cols-2 xl:grid-cols-4' };

export function Figures({ count = 4, children }: { count?: 3 | 4; children: ReactNode }) {
  return <dl className={cn('grid gap-3 sm:gap-4', FIGURE_COLUMNS[count])}>{children}</dl>;
}

/** Term and value, side by side; one under the other on narrow screens. */
export function Facts({ facts }: { facts: [term: string, value: ReactNode][] }) {
  return (
    <dl className="grid gap-y-2.5 text-sm sm:grid-cols-[minmax(8rem,auto)_1fr] sm:gap-x-6">
      {facts.map(([term, value]) => (
        <div key={term} className="grid gap-0.5 sm:contents">
          <dt className="text-ink-muted">{term}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
