/** A product that is on offer to whoever asks; for everyone else there is no such product. */
import { findOrganizations, type Organization } from '#identity';
import { type Actor, type Db, notFound } from '#kernel';
import { type HoldsSubscription, maySee } from './access.ts';
import { findProduct } from './find.ts';
import type { Product } from './product.ts';

export interface Offered {
  readonly product: Product;
  readonly provider: Organization;
}

/** `reference`: its id, or `provider/product`. */
export async function offered(
  call: { readonly db: Db; readonly actor: Actor },
  reference: string,
  holdsSubscription: HoldsSubscription,
): Promise<Offered> {
  const product = await findProduct(call.db, reference);
  if (product?.state !== 'published') throw notFound('product');
  const { organizationId } = call.actor;
  if (!(await maySee(call.db, product, organizationId, holdsSubscription))) throw notFound('product');
  const provider = (await findOrganizations(call.db, [product.organizationId])).get(product.organizationId);
  if (!provider) throw notFound('product');
  return { product, provider };
}
