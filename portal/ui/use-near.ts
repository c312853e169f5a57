import { type RefObject, useEffect, useState } from 'react';

/** How far below the window something is fetched for a reader who scrolls towards it. */
const AHEAD = '800px';

/** True from the moment on when the element has come near the window; long pages fetch only what is read. */
export function useNear(element: RefObject<Element | null>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (isNear || !element.current) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setNear(true),
      { rootMargin: AHEAD },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, isNear]);
  return isNear;
}
