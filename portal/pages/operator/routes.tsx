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

export const operatorRoutes = operatorRoute.addChildren([systemRoute, billingRoute, payoutsRoute]);
