import type { QueryClient } from '@tanstack/react-query';
import { notFound, redirect } from '@tanstack/react-router';
import { type Session, type SessionOrganization, sessionQuery } from '../api/session.ts';

/** Guards only spare a visitor the detour; what may be read or done is decided by the server alone. */

interface Guarded {
  context: { queryClient: QueryClient };
  location: { href: string };
}

export async function requireSession({ context, location }: Guarded): Promise<{ session: Session }> {
  const session = await context.queryClient.ensureQueryData(sessionQuery);
  if (!session) throw redirect({ to: '/login', search: { next: location.href } });
  return { session };
}

export interface Place {
  session: Session;
  organization: SessionOrganization;
}

export async function requireOrganization(guarded: Guarded & { params: { org: string } }): Promise<Place> {
  const { session } = await requireSession(guarded);
  const organization = session.organizations.find(({ slug }) => slug === guarded.params.org);
  if (!organization) throw notFound();
  return { session, organization };
}

export async function requireOperator(guarded: Guarded): Promise<{ session: Session }> {
  const { session } = await requireSession(guarded);
  if (!session.operator) throw notFound();
  return { session };
}
