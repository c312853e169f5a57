import { useEffect, useRef } from 'react';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';

export interface LoadMoreProps {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError?: boolean;
    fetchNextPage(): unknown;
  };
  /** Loads it before one has come to the end: for a list that is the last thing on its page. */
  ahead?: boolean;
}

const AHEAD_PX = 1200;

/** The next page of a list, under it. */
export function LoadMore({ query, ahead = false }: LoadMoreProps) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  // After a failure it is the person who tries again.
  const loadsItself = ahead && hasNextPage && !isFetchingNextPage && !query.isFetchNextPageError;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!loadsItself || !end.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        // What was seen since the last turn, of which only the latest may be near.
        if (entries.some((entry) => entry.isIntersecting)) fetchNextPage();
      },
      { rootMargin: `${AHEAD_PX}px` },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [loadsItself, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <div ref={end} className="grid justify-items-center border-t border-line p-3">
      <Button size="small" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t.actions.loadMore}
      </Button>
    </div>
  );
}
