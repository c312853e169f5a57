import { CSPProvider } from '@base-ui/react/csp-provider';
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { needsToasts, onAnnouncement } from '../ui/announce.ts';
import { FramedNotFoundPage } from './not-found.tsx';
import { OfflineBar } from './offline-bar.tsx';
import { PaletteDoor } from './palette/palette-door.tsx';

const Toasts = lazy(async () => ({ default: (await import('../ui/toast.tsx')).Toasts }));

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  notFoundComponent: FramedNotFoundPage,
});

function Root() {
  const showsToasts = useSyncExternalStore(onAnnouncement, needsToasts);
  return (
    // The content security policy allows no style elements; ours are all in the stylesheet.
    <CSPProvider disableStyleElements>
      <OfflineBar />
      <Outlet />
      <PaletteDoor />
      <Suspense>{showsToasts && <Toasts />}</Suspense>
    </CSPProvider>
  );
}
