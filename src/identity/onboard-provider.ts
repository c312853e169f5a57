import { type Actor, audit, type Db, emit } from '#kernel';
import { orRefuse } from './change-organization.ts';
import { providerOnboarded } from './events.ts';
import { acceptLegalFacts } from './legal-facts.ts';
import type { Organization } from './organization.ts';
import { lockOrganization, type OrganizationChange, updateOrganization } from './store-accounts.ts';

/** Lets an organization sell: it is the seller on its invoices, so it needs a legal identity. Repeatable. */
export async function onboardProvider(
  tx: Db,
  request: { organizationId: string; profile: OrganizationChange; actor: Actor; at: Temporal.Instant },
): Promise<Organization> {
  const { organizationId, actor, at } = request;
  const before = await lockOrganization(tx, organizationId);
  const profile = acceptLegalFacts(before.legal, request.profile);
  const since = before.providerSinceAt ?? at;
  const after = orRefuse(
    await updateOrganization(tx, organizationId, { ...profile, provider_since_at: since }),
  );
  if (!before.provider) {
    const about = { organizationId, at };
    await emit(tx, providerOnboarded, { organization_id: organizationId, slug: after.slug }, about);
    await audit(tx, { ...about, actor, action: 'provider.onboarded', object: organizationId });
  }
  return after;
}
