import { getRouteApi, Outlet } from '@tanstack/react-router';
import {
  ChartColumn,
  CircleGauge,
  FlaskConical,
  Landmark,
  Package,
  Settings,
  TicketPercent,
  TrendingUp,
  Users,
} from 'lucide-react';
import { useEffect } from 'react';
import { actFor } from '../../api/acting.ts';
import { t } from '../../text/index.ts';
import { AppFrame } from '../../ui/shell/app-frame.tsx';
import { OrganizationSwitcher } from '../../ui/shell/organization-switcher.tsx';
import { RoleSwitch } from '../../ui/shell/role-switch.tsx';
import type { NavItem } from '../../ui/shell/side-nav.tsx';
import { AccountCorner } from '../account-corner.tsx';
import { roleLinks } from '../role-links.ts';
import { TemporaryPasswordNote } from '../temporary-password.tsx';
import { BecomeProviderPage } from './onboarding/become-provider-page.tsx';

const route = getRouteApi('/p/$org');

export function ProviderLayout() {
  const { session, organization } = route.useRouteContext();
  // Not in the guard, which also runs for links that are only pointed at.
  useEffect(() => void actFor(organization.slug), [organization.slug]);
  const params = { org: organization.slug };
  const items: NavItem[] = [
    { label: t.provider.overview, to: '/p/$org', params, icon: CircleGauge, exact: true },
    { label: t.provider.products, to: '/p/$org/products', params, icon: Package },
    { label: t.provider.consumers, to: '/p/$org/consumers', params, icon: Users },
    { label: t.analytics.title, to: '/p/$org/analytics', params, icon: ChartColumn },
    { label: t.revenue.title, to: '/p/$org/revenue', params, icon: TrendingUp },
    { label: t.provider.coupons.title, to: '/p/$org/coupons', params, icon: TicketPercent },
    { label: t.provider.payouts, to: '/p/$org/payouts', params, icon: Landmark },
    { label: t.provider.sandbox.title, to: '/p/$org/sandbox', params, icon: FlaskConical },
    { label: t.providerSettings.title, to: '/p/$org/settings', params, icon: Settings },
  ];
  return (
    <AppFrame
      navigationLabel={t.provider.navigation}
      items={organization.provider ? items : items.slice(0, 1)}
      place={<OrganizationSwitcher session={session} current={organization} to="/p/$org" />}
      roles={<RoleSwitch roles={roleLinks(session, organization)} />}
      account={<AccountCorner compact />}
    >
      <TemporaryPasswordNote />
      {organization.provider ? <Outlet /> : <BecomeProviderPage organization={organization} />}
    </AppFrame>
  );
}
