import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { AuditFilter } from '../../api/operations.ts';
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

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const auditRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): AuditFilter => ({
    chain: text(search.chain),
    object: text(search.object),
  }),
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'OperatorSettingsPage'),
});

export const operatorRoutes = operatorRoute.addChildren([
  systemRoute,
  moderationRoute,
  directoryRoute,
  watchRoute,
  findingsRoute,
  billingRoute,
  payoutsRoute,
  auditRoute,
  settingsRoute,
]);
