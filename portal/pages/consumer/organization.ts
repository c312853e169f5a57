import { getRouteApi } from '@tanstack/react-router';
import type { SessionOrganization } from '../../api/session.ts';

const route = getRouteApi('/o/$org');

/** The organization that the address names. */
export function useOrganization(): SessionOrganization {
  return route.useRouteContext().organization;
}

/** Whether to offer something; the server decides whether it is done. */
export function usePermission(permission: SessionOrganization['permissions'][number]): boolean {
  return useOrganization().permissions.includes(permission);
}
