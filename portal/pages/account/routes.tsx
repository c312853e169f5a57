import { createRoute, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { SiteFrame } from '../../ui/shell/site-frame.tsx';
import { AccountCorner } from '../account-corner.tsx';
import { requireSession } from '../guard.ts';
import { rootRoute } from '../root.tsx';

/** What belongs to a person rather than to an organization, and what mails lead to. */
const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'person',
  component: () => (
    <SiteFrame account={<AccountCorner />}>
      <Outlet />
    </SiteFrame>
  ),
});

const forgotRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./forgot/forgot-page.tsx'), 'ForgotPage'),
});

const resetRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./reset/reset-page.tsx'), 'ResetPage'),
});

const verifyRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('./verify/verify-page.tsx'), 'VerifyPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./invitation/invitation-page.tsx'), 'InvitationPage'),
});

const callbackRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/login/callback',
  component: lazyRouteComponent(() => import('./callback/callback-page.tsx'), 'CallbackPage'),
});

const securityRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/account',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('./security/security-page.tsx'), 'SecurityPage'),
});

export const accountRoutes = accountRoute.addChildren([
  forgotRoute,
  resetRoute,
  verifyRoute,
  invitationRoute,
  callbackRoute,
  securityRoute,
]);
