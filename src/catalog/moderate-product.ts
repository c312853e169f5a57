/** What the operator decides about products of others. */
import { type Actor, type Db, emit, notFound, Problem } from '#kernel';
import { type Editor, lockProduct } from './editor.ts';
import { productRefused, productReinstated, productSuspended } from './events.ts';
import { catalogProblems } from './problems.ts';
import type { Product } from './product.ts';
import { changeState, putOnOffer, stateOffShelf } from './publish-product.ts';
import { productsByIds } from './store-products.ts';

export interface Decision {
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

async function lockAny(
  tx: Db,
  id: string,
  { actor, at }: Decision,
): Promise<{ product: Product; editor: Editor }> {
  const found = (await productsByIds(tx, [id])).get(id);
  if (!found) throw notFound('product');
  const editor = { organizationId: found.organizationId, actor, at };
  return { product: await lockProduct(tx, editor, id), editor };
}

/** Puts a product that waits on offer. */
export async function approveProduct(tx: Db, id: string, decision: Decision): Promise<Product> {
  const { product, editor } = await lockAny(tx, id, decision);
  if (product.state === 'published') return product;
  expect(product, 'pending_review');
  return putOnOffer(tx, product, editor);
}

/** Sends a product that waits back to its provider, who reads why. */
export async function refuseProduct(
  tx: Db,
  id: string,
  reason: string,
  decision: Decision,
): Promise<Product> {
  const { product, editor } = await lockAny(tx, id, decision);
  expect(product, 'pending_review');
  const after = await changeState(
    tx,
    { ...product, state: stateOffShelf(product), stateReason: reason },
    editor,
  );
  await emit(tx, productRefused, { ...about(after), reason }, where(after, decision));
  return after;
}

/**
 * Takes a product from the marketplace against its provider's will. Its subscribers' calls go on, because they paid for
 * them, unless the operator blocks them too.
 */
export async function suspendProduct(
  tx: Db,
  id: string,
  order: { reason: string; blocksCalls: boolean },
  decision: Decision,
): Promise<Product> {
  const { product, editor } = await lockAny(tx, id, decision);
  const { reason, blocksCalls } = order;
  const isSame = product.stateReason === reason && product.blocksCalls === blocksCalls;
  if (product.state === 'suspended' && isSame) return product;
  if (product.state !== 'suspended') expect(product, 'published');
  const after = await changeState(
    tx,
    { ...product, state: 'suspended', stateReason: reason, blocksCalls },
    editor,
  );
  await emit(
    tx,
    productSuspended,
    { ...about(after), reason, blocks_calls: blocksCalls },
    where(after, decision),
  );
  return after;
}

/** Gives it back to its provider, on offer again. */
export async function reinstateProduct(tx: Db, id: string, decision: Decision): Promise<Product> {
  const { product, editor } = await lockAny(tx, id, decision);
  if (product.state === 'published') return product;
  expect(product, 'suspended');
  const after = await putOnOffer(tx, product, editor);
  await emit(tx, productReinstated, about(after), where(after, decision));
  return after;
}

function expect(product: Product, state: Product['state']): void {
  if (product.state !== state) throw wrongState(product, `is ${product.state}, not ${state}`);
}

function wrongState(product: Product, why: string): Problem {
  return new Problem(catalogProblems.notInReview, { detail: `${product.name} ${why}.` });
}

function about(product: Product) {
  return { product_id: product.id, organization_id: product.organizationId };
}

function where(product: Product, { at }: Decision) {
  return { organizationId: product.organizationId, at };
}
