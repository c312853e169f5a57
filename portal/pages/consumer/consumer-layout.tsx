import { getRouteApi, Outlet } from '@tanstack/react-router';
import {
  Activity,
  BellRing,
  CreditCard,
  Gauge,
  House,
  KeyRound,
  Landmark,
  ListTree,
  ReceiptText,
  ScrollText,
  Settings,
  Users,
  Wallet,
} from 'lucide-react';
import { useEffect } from 'react';
import { actFor, isSandbox } from '../../api/acting.ts';
import { t } from '../../text/index.ts';
import { AppFrame } from '../../ui/shell/app-frame.tsx';
import { OrganizationSwitcher } from '../../ui/shell/organization-switcher.tsx';
import { RoleSwitch } from '../../ui/shell/role-switch.tsx';
import type { NavItem } from '../../ui/shell/side-nav.tsx';
import { AccountCorner } from '../account-corner.tsx';
import { roleLinks } from '../role-links.ts';
import { SandboxBar } from '../sandbox-bar.tsx';
import { TemporaryPasswordNote } from '../temporary-password.tsx';

const route = getRouteApi('/o/$org');

export function ConsumerLayout() {
  const { session, organization } = route.useRouteContext();
  // Not in the guard, which also runs for links that are only pointed at.
  useEffect(() => void actFor(organization.slug), [organization.slug]);
  const params = { org: organization.slug };
  const items: NavItem[] = [
    { label: t.consumer.home, to: '/o/$org', params, icon: House, exact: true },
    { label: t.consumer.subscriptions, to: '/o/$org/subscriptions', params, icon: CreditCard },
    { label: t.consumer.keys, to: '/o/$org/keys', params, icon: KeyRound },
    { label: t.consumer.usage, to: '/o/$org/usage', params, icon: Activity },
    { label: t.consumer.requests, to: '/o/$org/requests', params, icon: ListTree },
    { label: t.consumer.limits, to: '/o/$org/limits', params, icon: Gauge },
    { label: t.alerts.title, to: '/o/$org/alerts', params, icon: BellRing },
    { label: t.consumer.invoices, to: '/o/$org/invoices', params, icon: ReceiptText },
    { label: t.billing.title, to: '/o/$org/billing', params, icon: Landmark },
    { label: t.wallet.title, to: '/o/$org/wallet', params, icon: Wallet },
    { label: t.team.title, to: '/o/$org/team', params, icon: Users },
    { label: t.audit.title, to: '/o/$org/audit', params, icon: ScrollText },
    { label: t.settings.title, to: '/o/$org/settings', params, icon: Settings },
  ];
  return (
    <AppFrame
      navigationLabel={t.consumer.navigation}
      items={items}
      place={<OrganizationSwitcher session={session} current={organization} to="/o/$org" />}
      roles={<RoleSwitch roles={roleLinks(session, organization)} />}
      account={<AccountCorner compact />}
    >
      <TemporaryPasswordNote />
      {isSandbox(organization) && <SandboxBar organization={organization} />}
      <Outlet />
    </AppFrame>
  );
}
