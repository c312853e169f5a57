import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { actingOrganization, isSandbox } from '../../api/acting.ts';
import { sessionQuery } from '../../api/session.ts';

const SandboxBar = lazy(async () => ({ default: (await import('../sandbox-bar.tsx')).SandboxBar }));

/** Visitors do not load it: on the marketplace hardly anybody looks around for a sandbox consumer. */
export function ActingSandboxBar() {
  const { data: session } = useQuery(sessionQuery);
  // Another choice beside the account loads the page's routes again.
  useRouterState({ select: ({ matches }) => matches });
  const acting = actingOrganization(session);
  if (!acting || !isSandbox(acting)) return null;
  return (
    <Suspense>
      <SandboxBar organization={acting} />
    </Suspense>
  );
}
