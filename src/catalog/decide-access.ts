import { findOrganizationBySlug, findOrganizations, type Organization } from '#identity';
import { audit, type Db, emit, notFound } from '#kernel';
import { type Editor, lockProduct } from './editor.ts';
import { accessDecided, accessRequested } from './events.ts';
import { findProduct } from './find.ts';
import type { Grant } from './grant.ts';
import { findGrant, saveGrantRow } from './store-offering.ts';

/**
 * An organization asks for a private product that takes requests. Asking again changes the message; whoever was
 * refused may ask again, whoever has it already keeps it.
 */
export async function requestAccess(
  tx: Db,
  order: { product: string; message: string },
  asker: Editor,
): Promise<Grant> {
  const product = await findProduct(tx, order.product);
  const isOpen = product?.state === 'published' && product.visibility === 'private' && product.accessRequests;
  if (!product || !isOpen || product.organizationId === asker.organizationId) throw notFound('product');
  const before = await findGrant(tx, product.id, asker.organizationId, { lock: true });
  if (before?.state === 'granted') return before;
  const grant: Grant = {
    productId: product.id,
    organizationId: asker.organizationId,
    state: 'requested',
    message: order.message,
    reason: '',
    requestedAt: asker.at,
    decidedAt: null,
    updatedAt: asker.at,
  };
  await saveGrantRow(tx, grant);
  if (before?.state === 'requested') return grant;
  await emit(
    tx,
    accessRequested,
    {
      product_id: product.id,
      organization_id: product.organizationId,
      consumer_organization_id: asker.organizationId,
    },
    { organizationId: product.organizationId, at: asker.at },
  );
  return grant;
}

export interface AccessDecision {
  readonly state: 'granted' | 'refused' | 'revoked';
  readonly reason: string;
}

/**
 * The provider lets an organization (its id or slug) in, whether it asked or not, or does not. Taking access back ends no subscription:
 * it stops new ones.
 */
export async function decideAccess(
  tx: Db,
  productId: string,
  consumer: string,
  decision: AccessDecision,
  editor: Editor,
): Promise<{ grant: Grant; organization: Organization }> {
  const product = await lockProduct(tx, editor, productId);
  const byId = (await findOrganizations(tx, [consumer])).get(consumer);
  const organization = byId ?? (await findOrganizationBySlug(tx, consumer));
  if (!organization) throw notFound('organization');
  const organizationId = organization.id;
  const before = await findGrant(tx, productId, organizationId, { lock: true });
  if (before?.state === decision.state && before.reason === decision.reason)
    return { grant: before, organization };
  const grant: Grant = {
    productId,
    organizationId,
    message: before?.message ?? '',
    requestedAt: before?.requestedAt ?? null,
    ...decision,
    decidedAt: editor.at,
    updatedAt: editor.at,
  };
  await saveGrantRow(tx, grant);
  const about = { organizationId: product.organizationId, at: editor.at };
  const facts = {
    product_id: productId,
    organization_id: product.organizationId,
    consumer_organization_id: organizationId,
    ...decision,
  };
  await emit(tx, accessDecided, facts, about);
  await audit(tx, {
    ...about,
    actor: editor.actor,
    action: `product.access_${decision.state}`,
    object: productId,
    detail: { consumer_organization_id: organizationId, reason: decision.reason },
  });
  return { grant, organization };
}
