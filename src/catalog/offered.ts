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
  return withProvider(call.db, product);
}

/**
 * The same for what explains a product: whoever has it subscribed reads on after it was taken off the market, as
 * long as they may call it.
 */
export async function readable(
  call: { readonly db: Db; readonly actor: Actor },
  reference: string,
  holdsSubscription: HoldsSubscription,
): Promise<Offered> {
  const product = await findProduct(call.db, reference);
  const { organizationId } = call.actor;
  const isServed = product !== null && product.publishedAt !== null && !product.blocksCalls;
  if (!isServed || product.state === 'published' || organizationId === null)
    return offered(call, reference, holdsSubscription);
  const held = await holdsSubscription(call.db, organizationId, [product.id]);
  if (!held.has(product.id)) throw notFound('product');
  return withProvider(call.db, product);
}

async function withProvider(db: Db, product: Product): Promise<Offered> {
  const provider = (await findOrganizations(db, [product.organizationId])).get(product.organizationId);
  if (!provider) throw notFound('product');
  return { product, provider };
}
