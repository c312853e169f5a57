import type { Session, SessionOrganization } from '../api/session.ts';
import { t } from '../text/index.ts';
import type { RoleLink } from '../ui/shell/role-switch.tsx';

/** The roles that this person may take for this organization. */
export function roleLinks(session: Session, organization: SessionOrganization | undefined): RoleLink[] {
  const roles: RoleLink[] = [];
  if (organization) {
    const params = { org: organization.slug };
    roles.push(
      { label: t.shell.consume, to: '/o/$org', params },
      { label: t.shell.provide, to: '/p/$org', params },
    );
  }
  if (session.operator) roles.push({ label: t.shell.operate, to: '/admin' });
  return roles;
}
