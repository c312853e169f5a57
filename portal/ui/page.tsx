import { type ReactNode, useEffect } from 'react';
import { t } from '../text/index.ts';
import { cn } from './class-names.ts';

export interface PageProps {
  title: string;
  /** Above the title: where one is. */
  lead?: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  width?: 'narrow' | 'wide';
  children: ReactNode;
}

const WIDTHS = { narrow: 'max-w-3xl', wide: 'max-w-7xl' };

/** A page has one h1, which is also its document title and what receives the focus after navigation. */
export function Page({ title, lead, hint, actions, width = 'wide', children }: PageProps) {
  usePageTitle(title);
  return (
    <div
      className={cn(
        'mx-auto grid w-full min-w-0 content-start gap-5 *:min-w-0 px-4 py-6 sm:px-6 sm:py-8 lg:px-8',
        WIDTHS[width],
      )}
    >
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          {lead && <div className="text-[0.8125rem] text-ink-muted">{lead}</div>}
          <PageHeading>{title}</PageHeading>
          {hint && <div className="max-w-2xl text-sm text-ink-muted">{hint}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function PageHeading({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <h1
      tabIndex={-1}
      className={cn('text-[1.625rem] leading-tight font-semibold tracking-tight wrap-anywhere', className)}
    >
      {children}
    </h1>
  );
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === t.product ? t.product : `${title} · ${t.product}`;
  }, [title]);
}
