import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { SubscriberFilter } from '../../api/provider.ts';
import { isRangeName, type RangeName } from '../consumer/usage-range.ts';
import { requireOrganization } from '../guard.ts';
import { rootRoute } from '../root.tsx';
import { SUBSCRIPTION_STATES } from './consumers/subscription-states.ts';
import { isSpanName, type SpanName } from './revenue-range.ts';

const providerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/p/$org',
  beforeLoad: requireOrganization,
  component: lazyRouteComponent(() => import('./provider-layout.tsx'), 'ProviderLayout'),
});

const overviewRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'ProviderOverviewPage'),
});

const productsRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/products',
  component: lazyRouteComponent(() => import('./products/products-page.tsx'), 'ProviderProductsPage'),
});

const newProductRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/products/new',
  component: lazyRouteComponent(() => import('./product/new-product-page.tsx'), 'NewProductPage'),
});

const productRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/products/$product',
  component: lazyRouteComponent(() => import('./product-layout.tsx'), 'ProviderProductLayout'),
});

const productPages = [
  createRoute({
    getParentRoute: () => productRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./product/product-page.tsx'), 'ProviderProductPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/plans/$plan',
    component: lazyRouteComponent(() => import('./plan/plan-page.tsx'), 'PlanPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/matrix',
    component: lazyRouteComponent(() => import('./product-matrix/matrix-page.tsx'), 'ProductMatrixPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/traffic',
    component: lazyRouteComponent(() => import('./product-traffic/traffic-page.tsx'), 'ProductTrafficPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/upstream',
    component: lazyRouteComponent(
      () => import('./product-upstream/upstream-page.tsx'),
      'ProductUpstreamPage',
    ),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/writing',
    component: lazyRouteComponent(() => import('./product-writing/writing-page.tsx'), 'ProductWritingPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/access',
    component: lazyRouteComponent(() => import('./product-access/access-page.tsx'), 'ProductAccessPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/keys',
    component: lazyRouteComponent(() => import('./product-keys/keys-page.tsx'), 'ProductKeysPage'),
  }),
] as const;

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const consumersRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/consumers',
  validateSearch: (search: Record<string, unknown>): SubscriberFilter => ({
    product: text(search.product),
    state: SUBSCRIPTION_STATES.find((state) => state === search.state),
  }),
  component: lazyRouteComponent(() => import('./consumers/consumers-page.tsx'), 'ConsumersPage'),
});

const consumerRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/consumers/$consumer',
  validateSearch: (search: Record<string, unknown>): { subscription?: string | undefined } => ({
    subscription: text(search.subscription),
  }),
  component: lazyRouteComponent(() => import('./consumers/consumer-page.tsx'), 'ConsumerPage'),
});

const analyticsRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/analytics',
  validateSearch: (
    search: Record<string, unknown>,
  ): { range?: RangeName | undefined; product?: string | undefined } => ({
    range: isRangeName(search.range) ? search.range : undefined,
    product: text(search.product),
  }),
  component: lazyRouteComponent(() => import('./analytics/analytics-page.tsx'), 'AnalyticsPage'),
});

const revenueRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/revenue',
  validateSearch: (
    search: Record<string, unknown>,
  ): { span?: SpanName | undefined; by?: 'product' | 'plan' | 'time' | undefined } => ({
    span: isSpanName(search.span) ? search.span : undefined,
    by: (['product', 'plan', 'time'] as const).find((by) => by === search.by),
  }),
  component: lazyRouteComponent(() => import('./revenue/revenue-page.tsx'), 'RevenuePage'),
});

const payoutsRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/payouts',
  component: lazyRouteComponent(() => import('./payouts/payouts-page.tsx'), 'ProviderPayoutsPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'ProviderSettingsPage'),
});

const sandboxRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/sandbox',
  component: lazyRouteComponent(() => import('./sandbox/sandbox-page.tsx'), 'SandboxPage'),
});

const couponsRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/coupons',
  component: lazyRouteComponent(() => import('./coupons/coupons-page.tsx'), 'CouponsPage'),
});

export const providerRoutes = providerRoute.addChildren([
  overviewRoute,
  productsRoute,
  newProductRoute,
  productRoute.addChildren([...productPages]),
  consumersRoute,
  consumerRoute,
  analyticsRoute,
  revenueRoute,
  couponsRoute,
  payoutsRoute,
  sandboxRoute,
  settingsRoute,
]);
