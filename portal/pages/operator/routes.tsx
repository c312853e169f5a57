import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { requireOperator } from '../guard.ts';
import { rootRoute } from '../root.tsx';

const operatorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin',
  beforeLoad: requireOperator,
  component: lazyRouteComponent(() => import('./operator-layout.tsx'), 'OperatorLayout'),
});

const systemRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./system/system-page.tsx'), 'SystemPage'),
});

const billingRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/billing',
  validateSearch: (search: Record<string, unknown>): { run?: string | undefined } => ({
    run: typeof search.run === 'string' ? search.run : undefined,
  }),
  component: lazyRouteComponent(() => import('./billing/billing-page.tsx'), 'BillingPage'),
});

const payoutsRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/payouts',
  component: lazyRouteComponent(() => import('./payouts/payout-runs-page.tsx'), 'PayoutRunsPage'),
});

const moderationRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/moderation',
  component: lazyRouteComponent(() => import('./moderation/moderation-page.tsx'), 'ModerationPage'),
});

const watchRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/watch',
  component: lazyRouteComponent(() => import('./watch/watch-page.tsx'), 'WatchPage'),
});

const findingsRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/findings',
  component: lazyRouteComponent(() => import('./findings/findings-page.tsx'), 'FindingsPage'),
});

const directoryRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/directory',
  validateSearch: (
    search: Record<string, unknown>,
  ): { of: 'organizations' | 'people'; search?: string | undefined } => ({
    of: search.of === 'people' ? 'people' : 'organizations',
    search: typeof search.search === 'string' && search.search !== '' ? search.search : undefined,
  }),
  component: lazyRouteComponent(() => import('./directory/directory-page.tsx'), 'DirectoryPage'),
});

export const operatorRoutes = operatorRoute.addChildren([
  systemRoute,
  moderationRoute,
  directoryRoute,
  watchRoute,
  findingsRoute,
  billingRoute,
  payoutsRoute,
]);
