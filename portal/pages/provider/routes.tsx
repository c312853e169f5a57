import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { requireOrganization } from '../guard.ts';
import { rootRoute } from '../root.tsx';

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
  component: lazyRouteComponent(() => import('./product/product-page.tsx'), 'ProviderProductPage'),
});

const payoutsRoute = createRoute({
  getParentRoute: () => providerRoute,
  path: '/payouts',
  component: lazyRouteComponent(() => import('./payouts/payouts-page.tsx'), 'ProviderPayoutsPage'),
});

export const providerRoutes = providerRoute.addChildren([
  overviewRoute,
  productsRoute,
  newProductRoute,
  productRoute,
  payoutsRoute,
]);
