import { getRouteApi, Outlet } from '@tanstack/react-router';
import {
  HeartPulse,
  Landmark,
  ReceiptText,
  Scale,
  ScrollText,
  Settings,
  Siren,
  Stamp,
  Users,
} from 'lucide-react';
import { t } from '../../text/index.ts';
import { AppFrame } from '../../ui/shell/app-frame.tsx';
import { RoleSwitch } from '../../ui/shell/role-switch.tsx';
import type { NavItem } from '../../ui/shell/side-nav.tsx';
import { AccountCorner } from '../account-corner.tsx';
import { roleLinks } from '../role-links.ts';
import { TemporaryPasswordNote } from '../temporary-password.tsx';

const route = getRouteApi('/admin');

export function OperatorLayout() {
  const { session } = route.useRouteContext();
  const items: NavItem[] = [
    { label: t.operator.system, to: '/admin', icon: HeartPulse, exact: true },
    { label: t.operator.moderation.title, to: '/admin/moderation', icon: Stamp },
    { label: t.operator.directory.title, to: '/admin/directory', icon: Users },
    { label: t.operator.watch.title, to: '/admin/watch', icon: Siren },
    { label: t.operator.findings.title, to: '/admin/findings', icon: Scale },
    { label: t.operator.billing, to: '/admin/billing', icon: ReceiptText },
    { label: t.operator.payouts, to: '/admin/payouts', icon: Landmark },
    { label: t.auditLog.title, to: '/admin/audit', icon: ScrollText },
    { label: t.operatorSettings.title, to: '/admin/settings', icon: Settings },
  ];
  return (
    <AppFrame
      navigationLabel={t.operator.navigation}
      items={items}
      place={null}
      roles={<RoleSwitch roles={roleLinks(session, session.organizations[0])} />}
      account={<AccountCorner compact />}
    >
      <TemporaryPasswordNote />
      <Outlet />
    </AppFrame>
  );
}
