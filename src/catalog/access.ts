/** Who may see and take a product that is on offer. */
import { suspendedAmong } from '#identity';
import type { Db } from '#kernel';
import type { Product } from './product.ts';
import { findGrant } from './store-offering.ts';

/** Of these products, those that the organization has a live subscription of. Injected: subscriptions come later. */
export type HoldsSubscription = (
  db: Db,
  organizationId: string,
  productIds: readonly string[],
) => Promise<ReadonlySet<string>>;

/**
 * May the organization subscribe? A private product is only for its provider and for whom it lets in; one of a provider
 * that the operator has suspended is for nobody.
 */
export async function mayTake(db: Db, product: Product, organizationId: string | null): Promise<boolean> {
  if ((await suspendedAmong(db, [product.organizationId])).size > 0) return false;
  if (product.visibility !== 'private') return true;
  if (organizationId === null) return false;
  if (organizationId === product.organizationId) return true;
  return (await findGrant(db, product.id, organizationId))?.state === 'granted';
}

/** May the organization see it? Whoever subscribes keeps what they had, also when the visibility narrows. */
export async function maySee(
  db: Db,
  product: Product,
  organizationId: string | null,
  holdsSubscription: HoldsSubscription,
): Promise<boolean> {
  if (await mayTake(db, product, organizationId)) return true;
  return (
    organizationId !== null && (await holdsSubscription(db, organizationId, [product.id])).has(product.id)
  );
}
