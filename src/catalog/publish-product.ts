import { type Db, emit, type PointedError, Problem } from '#kernel';
import { type Editor, lockProduct, recordEdit } from './editor.ts';
import { productPublished, productSubmitted, productUnpublished } from './events.ts';
import { catalogProblems } from './problems.ts';
import type { Product } from './product.ts';
import { isModerated } from './store-offering.ts';
import { currentVersionsOf } from './store-plans.ts';
import { routesOf, updateProduct } from './store-products.ts';

/**
 * Puts a product on offer, or before the operator where this installation is moderated. It needs a route to call and a
 * published plan to subscribe to. Repeating changes nothing.
 */
export async function publishProduct(tx: Db, id: string, editor: Editor): Promise<Product> {
  const product = await lockProduct(tx, editor, id);
  if (product.state === 'published') return product;
  refuseSuspended(product);
  await checkComplete(tx, id);
  if (await isModerated(tx)) return submit(tx, product, editor);
  return putOnOffer(tx, product, editor);
}

/** Takes a product off the marketplace. Subscribers keep what they have. Repeating changes nothing. */
export async function unpublishProduct(tx: Db, id: string, editor: Editor): Promise<Product> {
  const product = await lockProduct(tx, editor, id);
  refuseSuspended(product);
  if (product.state === 'pending_review')
    return changeState(tx, { ...product, state: stateOffShelf(product) }, editor);
  if (product.state !== 'published') return product;
  const after = await changeState(tx, { ...product, state: 'unpublished' }, editor);
  await emit(tx, productUnpublished, about(after), { organizationId: after.organizationId, at: editor.at });
  return after;
}

/** What a product is that is neither on offer nor before the operator. */
export function stateOffShelf(product: Product): 'draft' | 'unpublished' {
  return product.publishedAt === null ? 'draft' : 'unpublished';
}

export async function putOnOffer(tx: Db, product: Product, editor: Editor): Promise<Product> {
  const publishedAt = product.publishedAt ?? editor.at;
  const open: Product = {
    ...product,
    state: 'published',
    publishedAt,
    stateReason: null,
    blocksCalls: false,
  };
  const after = await changeState(tx, open, editor);
  await emit(tx, productPublished, about(after), { organizationId: after.organizationId, at: editor.at });
  return after;
}

async function submit(tx: Db, product: Product, editor: Editor): Promise<Product> {
  if (product.state === 'pending_review') return product;
  const after = await changeState(tx, { ...product, state: 'pending_review', stateReason: null }, editor);
  await emit(tx, productSubmitted, about(after), { organizationId: after.organizationId, at: editor.at });
  return after;
}

async function checkComplete(tx: Db, id: string): Promise<void> {
  const [routes, offers] = [await routesOf(tx, [id]), await currentVersionsOf(tx, [id])];
  const missing: PointedError[] = [];
  if (routes.length === 0)
    missing.push({ pointer: '/routes', detail: 'the product needs at least one route' });
  if (offers.length === 0)
    missing.push({ pointer: '/plans', detail: 'the product needs a published plan version' });
  if (missing.length > 0) throw new Problem(catalogProblems.productIncomplete, { errors: missing });
}

function refuseSuspended(product: Product): void {
  if (product.state !== 'suspended') return;
  throw new Problem(catalogProblems.productSuspended, { detail: product.stateReason ?? 'Ask the operator.' });
}

export async function changeState(tx: Db, product: Product, editor: Editor): Promise<Product> {
  const after = { ...product, revision: product.revision + 1, updatedAt: editor.at };
  await updateProduct(tx, after);
  await recordEdit(tx, editor, {
    productId: product.id,
    action: `product.${product.state}`,
    object: product.id,
    ...(product.stateReason === null ? {} : { detail: { reason: product.stateReason } }),
  });
  return after;
}

function about(product: Product) {
  return { product_id: product.id, organization_id: product.organizationId };
}
