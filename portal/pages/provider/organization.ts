import { getRouteApi } from '@tanstack/react-router';
import type { SessionOrganization } from '../../api/session.ts';

const route = getRouteApi('/p/$org');

/** The organization that the address names. */
export function useProvider(): SessionOrganization {
  return route.useRouteContext().organization;
}
