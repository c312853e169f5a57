import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { cn } from './class-names.ts';

export interface SidewaysProps {
  /** What is in it. */
  label: string;
  className?: string;
  children: ReactNode;
}

/** What may be wider than its place scrolls there; only then it is a place that the keyboard can reach. */
export function Sideways({ label, className, children }: SidewaysProps) {
  const box = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const place = box.current!;
    const watch = new ResizeObserver(() => setScrolls(place.scrollWidth > place.clientWidth));
    for (const one of [place, ...place.children]) watch.observe(one);
    return () => watch.disconnect();
  }, []);
  return (
    <section
      ref={box}
      aria-label={scrolls ? label : undefined}
      tabIndex={scrolls ? 0 : undefined}
      className={cn('overflow-x-auto', className)}
    >
      {children}
    </section>
  );
}
