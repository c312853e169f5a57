import { type Db, emit, type PointedError, Problem } from '#kernel';
import { type Editor, lockProduct, recordEdit } from './editor.ts';
import { productPublished, productUnpublished } from './events.ts';
import { catalogProblems } from './problems.ts';
import type { Product } from './product.ts';
import { currentVersionsOf } from './store-plans.ts';
import { routesOf, updateProduct } from './store-products.ts';

/**
 * Puts a product on offer. It needs a route to call and a published plan to subscribe to. Repeating changes
 * nothing.
 */
export async function publishProduct(tx: Db, id: string, editor: Editor): Promise<Product> {
  const product = await lockProduct(tx, editor, id);
  if (product.state === 'published') return product;
  const [routes, offers] = [await routesOf(tx, [id]), await currentVersionsOf(tx, [id])];
  const missing: PointedError[] = [];
  if (routes.length === 0)
    missing.push({ pointer: '/routes', detail: 'the product needs at least one route' });
  if (offers.length === 0)
    missing.push({ pointer: '/plans', detail: 'the product needs a published plan version' });
  if (missing.length > 0) throw new Problem(catalogProblems.productIncomplete, { errors: missing });
  const publishedAt = product.publishedAt ?? editor.at;
  const after = await changeState(tx, { ...product, state: 'published', publishedAt }, editor);
  await emit(tx, productPublished, about(after), { organizationId: after.organizationId, at: editor.at });
  return after;
}

/** Takes a product off the marketplace. Subscribers keep what they have. Repeating changes nothing. */
export async function unpublishProduct(tx: Db, id: string, editor: Editor): Promise<Product> {
  const product = await lockProduct(tx, editor, id);
  if (product.state !== 'published') return product;
  const after = await changeState(tx, { ...product, state: 'unpublished' }, editor);
  await emit(tx, productUnpublished, about(after), { organizationId: after.organizationId, at: editor.at });
  return after;
}

async function changeState(tx: Db, product: Product, editor: Editor): Promise<Product> {
  const after = { ...product, revision: product.revision + 1, updatedAt: editor.at };
  await updateProduct(tx, after);
  await recordEdit(tx, editor, {
    productId: product.id,
    action: `product.${product.state}`,
    object: product.id,
  });
  return after;
}

function about(product: Product) {
  return { product_id: product.id, organization_id: product.organizationId };
}
