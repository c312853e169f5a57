import type { ReactNode } from 'react';

/** One of the things that are said of every route, in the same order. */
export function RoutePart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-2.5">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </div>
  );
}
