import { type Actor, audit, type Db, kernelProblems, Problem } from '#kernel';
import { acceptLegalFacts } from './legal-facts.ts';
import type { Organization } from './organization.ts';
import { identityProblems } from './problems.ts';
import { lockOrganization, type OrganizationChange, updateOrganization } from './store-accounts.ts';

/** Changes what its members may change; the external id is the operator's to give. */
export async function changeOrganization(
  tx: Db,
  request: { organizationId: string; change: OrganizationChange; actor: Actor; at: Temporal.Instant },
): Promise<Organization> {
  const { organizationId, actor, at } = request;
  const wanted = request.change;
  if (wanted.external_id !== undefined && !actor.operator) {
    throw new Problem(kernelProblems.forbidden, { detail: 'Only the operator gives external ids.' });
  }
  const before = await lockOrganization(tx, organizationId);
  const change = acceptLegalFacts(before.legal, wanted);
  if (before.provider && change.slug !== undefined && change.slug !== before.slug) {
    throw new Problem(identityProblems.slugFixed);
  }
  if (before.provider && [change.legal_name, change.legal_address, change.legal_country].includes(null)) {
    throw new Problem(kernelProblems.conflict, {
      detail: 'A provider needs a legal name, address and country.',
    });
  }
  const after = orRefuse(await updateOrganization(tx, organizationId, change));
  const fields = Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (fields.length > 0) {
    const action = 'organization.changed';
    await audit(tx, { at, organizationId, actor, action, object: organizationId, detail: { fields } });
  }
  return after;
}

export function orRefuse(result: Organization | 'slug' | 'external_id'): Organization {
  if (typeof result === 'object') return result;
  const kind = result === 'slug' ? identityProblems.organizationSlugTaken : identityProblems.externalIdTaken;
  throw new Problem(kind, { errors: [{ pointer: `/${result}`, detail: 'is taken' }] });
}
