import { createRoute, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { productQuery, productsQuery } from '../../api/marketplace.ts';
import { SiteFrame } from '../../ui/shell/site-frame.tsx';
import { AccountCorner } from '../account-corner.tsx';
import { requireSession } from '../guard.ts';
import { rootRoute } from '../root.tsx';
import { ActingSandboxBar } from './acting-sandbox-bar.tsx';
import { MarketplaceHomePage } from './home/marketplace-home-page.tsx';

const siteRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'site',
  component: () => (
    <SiteFrame account={<AccountCorner />}>
      <ActingSandboxBar />
      <Outlet />
    </SiteFrame>
  ),
});

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const homeRoute = createRoute({
  getParentRoute: () => siteRoute,
  path: '/',
  // Not waited for: the page stands before its cards do.
  loader: ({ context }) => void context.queryClient.prefetchInfiniteQuery(productsQuery({})),
  component: MarketplaceHomePage,
});

interface ListSearch {
  q?: string | undefined;
  category?: string | undefined;
  tag?: string | undefined;
  price?: 'free' | 'paid' | undefined;
  compare?: string | undefined;
}

const listRoute = createRoute({
  getParentRoute: () => siteRoute,
  path: '/apis',
  validateSearch: (search: Record<string, unknown>): ListSearch => ({
    q: text(search.q),
    category: text(search.category),
    tag: text(search.tag),
    price: search.price === 'free' || search.price === 'paid' ? search.price : undefined,
    compare: text(search.compare),
  }),
  component: lazyRouteComponent(() => import('./list/product-list-page.tsx'), 'ProductListPage'),
});

const compareRoute = createRoute({
  getParentRoute: () => siteRoute,
  path: '/compare',
  validateSearch: (search: Record<string, unknown>): { products?: string | undefined } => ({
    products: text(search.products),
  }),
  component: lazyRouteComponent(() => import('./compare/compare-page.tsx'), 'ComparePage'),
});

const providerRoute = createRoute({
  getParentRoute: () => siteRoute,
  path: '/providers/$provider',
  component: lazyRouteComponent(() => import('./provider/provider-page.tsx'), 'ProviderPage'),
});

const productRoute = createRoute({
  getParentRoute: () => siteRoute,
  path: '/apis/$provider/$product',
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(productQuery(params.provider, params.product)),
  component: lazyRouteComponent(() => import('./product/product-layout.tsx'), 'ProductLayout'),
  errorComponent: lazyRouteComponent(() => import('./product/product-problem.tsx'), 'ProductProblem'),
});

const productChildren = [
  createRoute({
    getParentRoute: () => productRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./product/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/docs',
    component: lazyRouteComponent(() => import('./product/docs-page.tsx'), 'DocsPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/docs/reference',
    component: lazyRouteComponent(() => import('./product/reference-page.tsx'), 'ReferencePage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/try',
    validateSearch: (search: Record<string, unknown>): { route?: string | undefined } => ({
      route: text(search.route),
    }),
    component: lazyRouteComponent(() => import('./try/try-page.tsx'), 'TryPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/plans',
    component: lazyRouteComponent(() => import('./product/plans-page.tsx'), 'PlansPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/changelog',
    component: lazyRouteComponent(() => import('./product/changelog-page.tsx'), 'ChangelogPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/status',
    component: lazyRouteComponent(() => import('./product/status-page.tsx'), 'StatusPage'),
  }),
  createRoute({
    getParentRoute: () => productRoute,
    path: '/support',
    component: lazyRouteComponent(() => import('./product/support-page.tsx'), 'SupportPage'),
  }),
] as const;

const subscribeRoute = createRoute({
  getParentRoute: () => siteRoute,
  path: '/apis/$provider/$product/subscribe',
  validateSearch: (search: Record<string, unknown>): { plan?: string | undefined } => ({
    plan: text(search.plan),
  }),
  beforeLoad: requireSession,
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(productQuery(params.provider, params.product)),
  component: lazyRouteComponent(() => import('./subscribe/subscribe-page.tsx'), 'SubscribePage'),
});

const afterSignIn = (search: Record<string, unknown>): { next?: string | undefined } => ({
  next: text(search.next),
});

const signInRoute = createRoute({
  getParentRoute: () => siteRoute,
  path: '/login',
  validateSearch: afterSignIn,
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const signUpRoute = createRoute({
  getParentRoute: () => siteRoute,
  path: '/signup',
  validateSearch: afterSignIn,
  component: lazyRouteComponent(() => import('./sign-up/sign-up-page.tsx'), 'SignUpPage'),
});

export const marketplaceRoutes = siteRoute.addChildren([
  homeRoute,
  listRoute,
  compareRoute,
  providerRoute,
  productRoute.addChildren([...productChildren]),
  subscribeRoute,
  signInRoute,
  signUpRoute,
]);
