import { createRouter } from '@tanstack/react-router';
import { queryClient } from './api/query.ts';
import { accountRoutes } from './pages/account/routes.tsx';
import { consumerRoutes } from './pages/consumer/routes.tsx';
import { marketplaceRoutes } from './pages/marketplace/routes.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { operatorRoutes } from './pages/operator/routes.tsx';
import { providerRoutes } from './pages/provider/routes.tsx';
import { rootRoute } from './pages/root.tsx';
import { PageProblem } from './ui/problem-panel.tsx';
import { SkeletonPage } from './ui/skeleton-page.tsx';

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    marketplaceRoutes,
    accountRoutes,
    consumerRoutes,
    providerRoutes,
    operatorRoutes,
  ]),
  context: { queryClient },
  defaultPreload: 'intent',
  // TanStack Query decides what is fresh.
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 200,
  defaultPendingComponent: SkeletonPage,
  defaultErrorComponent: PageProblem,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

// The new page's heading takes the focus, so that a screen reader says where one has arrived.
router.subscribe('onRendered', ({ fromLocation, toLocation }) => {
  if (!fromLocation || fromLocation.pathname === toLocation.pathname) return;
  document.querySelector<HTMLElement>('h1[tabindex="-1"]')?.focus({ preventScroll: true });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
