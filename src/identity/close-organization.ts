import { type Actor, audit, type Db, emit, Problem } from '#kernel';
import { organizationClosed } from './events.ts';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { lockOrganization } from './store-accounts.ts';
import { closeStoredOrganization } from './store-endings.ts';

/** Closes an organization for good, once nothing runs in its name. Closed again, it stays as it is. */
export async function closeOrganization(
  tx: Db,
  identity: Identity,
  request: { organizationId: string; actor: Actor; at: Temporal.Instant },
): Promise<void> {
  const { organizationId, actor, at } = request;
  const organization = await lockOrganization(tx, organizationId);
  if (organization.closedAt) return;
  const obligations = (await identity.obligationsOf(tx, [organizationId])).get(organizationId) ?? [];
  if (obligations.length > 0) {
    const detail = `First: ${obligations.join('; ')}.`;
    throw new Problem(identityProblems.organizationBusy, { detail, extensions: { obligations } });
  }
  await closeStoredOrganization(tx, organizationId, at);
  const about = { organizationId, at };
  await emit(tx, organizationClosed, { organization_id: organizationId }, about);
  await audit(tx, { ...about, actor, action: 'organization.closed', object: organizationId });
}
