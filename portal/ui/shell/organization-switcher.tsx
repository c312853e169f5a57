import { ChevronsUpDown } from 'lucide-react';
import type { Session, SessionOrganization } from '../../api/session.ts';
import { t } from '../../text/index.ts';
import { OrganizationMark } from '../organization-mark.tsx';
import { Menu, MenuGroup, MenuLink } from './menu.tsx';

export interface OrganizationSwitcherProps {
  session: Session;
  current: SessionOrganization;
  /** Where another organization's page of the same role is. */
  to: '/o/$org' | '/p/$org';
}

export function OrganizationSwitcher({ session, current, to }: OrganizationSwitcherProps) {
  const trigger = (
    <button
      type="button"
      className="flex min-h-11 w-full items-center gap-2.5 rounded-md border border-line bg-canvas px-2.5 py-1.5 text-start hover:bg-hover"
    >
      <OrganizationMark name={current.name} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm leading-tight font-semibold">{current.name}</span>
        <span className="block truncate text-xs text-ink-muted">{t.roles[current.role ?? 'operator']}</span>
      </span>
      <span className="sr-only">{t.shell.switchOrganization}</span>
      <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-ink-muted" />
    </button>
  );
  const fitting = session.organizations.filter((organization) => to === '/o/$org' || organization.provider);
  return (
    <Menu trigger={trigger} align="start">
      <MenuGroup label={t.shell.organization}>
        {fitting.map((organization) => (
          <MenuLink
            key={organization.id}
            to={to}
            params={{ org: organization.slug }}
            current={organization.id === current.id}
          >
            {organization.name}
          </MenuLink>
        ))}
      </MenuGroup>
    </Menu>
  );
}
