import { type Actor, audit, type Db, notFound, Problem, recordChange } from '#kernel';
import type { Plan } from './plan.ts';
import { catalogProblems } from './problems.ts';
import type { Product } from './product.ts';
import { findOwnPlan } from './store-plans.ts';
import { findOwnProduct } from './store-products.ts';

/** The change feed's topic for everything that gateways know of a product. */
export const CATALOG_TOPIC = 'catalog';

/** Who changes the catalog, of which provider, and when. */
export interface Editor {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

/**
 * Loads the editor's product and holds its row until the transaction ends. Every change within a product
 * does so first, which puts them in a line: what is checked about its routes and plans stays true until it
 * is written.
 */
export async function lockProduct(tx: Db, editor: Editor, id: string): Promise<Product> {
  const product = await findOwnProduct(tx, editor.organizationId, id, { lock: true });
  if (!product) throw notFound('product');
  return product;
}

/** The editor's plan, read again once its product is held. */
export async function lockPlan(tx: Db, id: string, editor: Editor): Promise<Plan> {
  const found = await findOwnPlan(tx, editor.organizationId, id);
  if (found) await lockProduct(tx, editor, found.productId);
  const plan = found && (await findOwnPlan(tx, editor.organizationId, id));
  if (!plan) throw notFound('plan');
  return plan;
}

/** Tells the gateways to look again, and the audit log who did it. */
export async function recordEdit(
  tx: Db,
  editor: Editor,
  edit: { productId: string; action: string; object: string; detail?: Record<string, unknown> },
): Promise<void> {
  await recordChange(tx, CATALOG_TOPIC, edit.productId);
  const { productId, ...entry } = edit;
  await audit(tx, { at: editor.at, organizationId: editor.organizationId, actor: editor.actor, ...entry });
}

/** Refuses a change that was made to an older state than the present one. */
export function checkRevision(current: { revision: number }, given: number | undefined): void {
  if (given === undefined || given === current.revision) return;
  throw new Problem(catalogProblems.staleRevision, {
    detail: `You changed revision ${given}; it is at ${current.revision} by now.`,
    errors: [{ pointer: '/revision', detail: 'is no longer the current revision' }],
  });
}

/** The room's limits: a product must stay small enough to be handed to every gateway whole. */
export const MOST_ROUTES = 2000;
export const MOST_PLANS = 50;

export function checkRoom(count: number, most: number, what: string): void {
  if (count < most) return;
  throw new Problem(catalogProblems.tooManyOfAKind, { detail: `A product has at most ${most} ${what}.` });
}
