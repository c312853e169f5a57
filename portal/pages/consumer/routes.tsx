import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { INVOICE_STATES, type InvoiceFilter } from '../../api/invoices.ts';
import type { AuditFilter } from '../../api/organization.ts';
import { CALL_GROUPS, type CallGroup, type LimitFilter, type RequestFilter } from '../../api/usage.ts';
import { requireOrganization } from '../guard.ts';
import { rootRoute } from '../root.tsx';
import { isRangeName, type RangeName } from './usage-range.ts';

const LIMIT_KINDS = ['rate', 'quota', 'concurrency', 'overage'] as const;

const consumerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/o/$org',
  beforeLoad: requireOrganization,
  component: lazyRouteComponent(() => import('./consumer-layout.tsx'), 'ConsumerLayout'),
});

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const homeRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
});

const subscriptionsRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/subscriptions',
  component: lazyRouteComponent(() => import('./subscriptions/subscriptions-page.tsx'), 'SubscriptionsPage'),
});

const subscriptionRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/subscriptions/$subscription',
  component: lazyRouteComponent(() => import('./subscriptions/subscription-page.tsx'), 'SubscriptionPage'),
});

const keysRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/keys',
  validateSearch: (search: Record<string, unknown>): { subscription?: string | undefined } => ({
    subscription: text(search.subscription),
  }),
  component: lazyRouteComponent(() => import('./keys/keys-page.tsx'), 'KeysPage'),
});

const usageRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/usage',
  validateSearch: (
    search: Record<string, unknown>,
  ): { range?: RangeName | undefined; by?: CallGroup | undefined; subscription?: string | undefined } => ({
    range: isRangeName(search.range) ? search.range : undefined,
    by: CALL_GROUPS.find((group) => group === search.by),
    subscription: text(search.subscription),
  }),
  component: lazyRouteComponent(() => import('./usage/usage-page.tsx'), 'UsagePage'),
});

const requestsRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/requests',
  validateSearch: (search: Record<string, unknown>): RequestFilter & { request?: string | undefined } => ({
    status:
      typeof search.status === 'number' && search.status >= 1 && search.status <= 599
        ? search.status
        : undefined,
    subscription: text(search.subscription),
    path: text(search.path),
    key: text(search.key),
    method: text(search.method),
    environment:
      search.environment === 'live' || search.environment === 'test' ? search.environment : undefined,
    request: text(search.request),
  }),
  component: lazyRouteComponent(() => import('./requests/requests-page.tsx'), 'RequestsPage'),
});

const limitsRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/limits',
  validateSearch: (search: Record<string, unknown>): LimitFilter => ({
    subscription: text(search.subscription),
    kind: LIMIT_KINDS.find((kind) => kind === search.kind),
  }),
  component: lazyRouteComponent(() => import('./limits/limits-page.tsx'), 'LimitsPage'),
});

const teamRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/team',
  component: lazyRouteComponent(() => import('./team/team-page.tsx'), 'TeamPage'),
});

const invoicesRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/invoices',
  validateSearch: (search: Record<string, unknown>): InvoiceFilter => ({
    role: search.role === 'seller' ? 'seller' : undefined,
    state: INVOICE_STATES.find((state) => state === search.state),
  }),
  component: lazyRouteComponent(() => import('./invoices/invoices-page.tsx'), 'InvoicesPage'),
});

const invoiceRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/invoices/$invoice',
  component: lazyRouteComponent(() => import('./invoices/invoice-page.tsx'), 'InvoicePage'),
});

const walletRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/wallet',
  validateSearch: (search: Record<string, unknown>): { of?: string | undefined } => ({ of: text(search.of) }),
  component: lazyRouteComponent(() => import('./wallet/wallet-page.tsx'), 'WalletPage'),
});

const billingRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/billing',
  component: lazyRouteComponent(() => import('./billing/billing-page.tsx'), 'BillingPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): AuditFilter => ({
    action: text(search.action),
    actor: text(search.actor),
    object: text(search.object),
  }),
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
});

const alertsRoute = createRoute({
  getParentRoute: () => consumerRoute,
  path: '/alerts',
  component: lazyRouteComponent(() => import('./alerts/alerts-page.tsx'), 'AlertsPage'),
});

export const consumerRoutes = consumerRoute.addChildren([
  homeRoute,
  subscriptionsRoute,
  subscriptionRoute,
  keysRoute,
  usageRoute,
  requestsRoute,
  limitsRoute,
  invoicesRoute,
  walletRoute,
  teamRoute,
  invoiceRoute,
  billingRoute,
  settingsRoute,
  auditRoute,
  alertsRoute,
]);
