import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { queryClient } from '../api/query.ts';
import { ownClockQuery } from '../api/test-clocks.ts';
import { t } from '../text/index.ts';
import { When } from '../ui/values.tsx';

/** Says on every page that what is done here is for a sandbox consumer, and which time it is there. */
export function SandboxBar({ organization }: { organization: { id: string; slug: string } }) {
  const { data: clock } = useQuery(ownClockQuery(organization));
  const seenAt = useRef<string>(undefined);
  const nowAt = clock?.now;
  useEffect(() => {
    const isMoved = seenAt.current !== undefined && seenAt.current !== nowAt;
    seenAt.current = nowAt;
    // At another time everything of it may be different.
    if (isMoved)
      void queryClient.invalidateQueries({
        predicate: ({ queryKey: [what, whose] }) => what !== 'test-clocks' && whose === organization.slug,
      });
  }, [nowAt, organization.slug]);
  return (
    <p className="flex items-center justify-center gap-x-2 bg-info-soft px-4 py-2 text-center text-sm font-medium text-info-ink">
      <FlaskConical aria-hidden="true" className="size-4 shrink-0" />
      {clock ? (
        <span>
          {t.sandboxBar.now} <When at={clock.now} as="date-time" timeZone="UTC" withZone />
        </span>
      ) : (
        t.sandboxBar.unknown
      )}
      {clock?.state === 'advancing' && <span>{t.sandboxBar.advancing}</span>}
    </p>
  );
}
