import { type Db, newId, Problem } from '#kernel';
import {
  checkRevision,
  checkRoom,
  type Editor,
  lockPlan,
  lockProduct,
  MOST_PLANS,
  recordEdit,
} from './editor.ts';
import type { NewPlan, Plan, PlanChange, PlanVersion } from './plan.ts';
import { createPlanVersion, publishPlanVersion } from './plan-versions.ts';
import { catalogProblems } from './problems.ts';
import { deletePlan, hasPublishedVersion, insertPlan, plansOf, updatePlan } from './store-plans.ts';
import { routesOf } from './store-products.ts';

/** Makes a plan, and with terms its first version: a draft, or published at once. */
export async function createPlan(
  tx: Db,
  fields: NewPlan,
  editor: Editor,
): Promise<{ plan: Plan; version: PlanVersion | null }> {
  const { id: productId } = await lockProduct(tx, editor, fields.product_id);
  const others = await plansOf(tx, [productId]);
  checkRoom(others.length, MOST_PLANS, 'plans');
  const plan: Plan = {
    id: newId('pln'),
    productId,
    slug: fields.slug,
    name: fields.name,
    tier: fields.tier,
    currentVersionId: null,
    revision: 1,
    createdAt: editor.at,
    updatedAt: editor.at,
  };
  checkUnique(plan, others);
  await insertPlan(tx, plan);
  await recordEdit(tx, editor, { productId, action: 'plan.created', object: plan.id });
  if (!fields.terms) return { plan, version: null };
  const version = await createPlanVersion(tx, plan.id, fields.terms, editor);
  if (!fields.publish) return { plan, version };
  return publishPlanVersion(tx, plan.id, version.id, editor);
}

export async function changePlan(tx: Db, id: string, change: PlanChange, editor: Editor): Promise<Plan> {
  const before = await lockPlan(tx, id, editor);
  checkRevision(before, change.revision);
  const after: Plan = {
    ...before,
    slug: change.slug ?? before.slug,
    name: change.name ?? before.name,
    tier: change.tier ?? before.tier,
    revision: before.revision + 1,
    updatedAt: editor.at,
  };
  const others = (await plansOf(tx, [before.productId])).filter((plan) => plan.id !== id);
  checkUnique(after, others);
  await updatePlan(tx, after);
  const { revision: _, ...detail } = change;
  await recordEdit(tx, editor, { productId: before.productId, action: 'plan.changed', object: id, detail });
  return after;
}

/** Deletes a plan that was never published and that no route asks for. */
export async function removePlan(tx: Db, id: string, editor: Editor): Promise<void> {
  const plan = await lockPlan(tx, id, editor);
  if (await hasPublishedVersion(tx, id)) {
    throw new Problem(catalogProblems.planInUse, {
      detail: 'A version of the plan was published: it may have subscribers.',
    });
  }
  const route = (await routesOf(tx, [plan.productId])).find((one) => one.minimumPlanId === id);
  if (route) {
    const detail = `It is the minimum plan of ${route.method} ${route.template}.`;
    throw new Problem(catalogProblems.planInUse, { detail, extensions: { route_id: route.id } });
  }
  await deletePlan(tx, id);
  await recordEdit(tx, editor, { productId: plan.productId, action: 'plan.deleted', object: id });
}

function checkUnique(plan: Plan, others: readonly Plan[]): void {
  for (const other of others) {
    if (other.slug === plan.slug) {
      throw new Problem(catalogProblems.planSlugTaken, {
        detail: `The plan ${other.name} has the slug ${plan.slug}.`,
        errors: [{ pointer: '/slug', detail: 'is taken' }],
      });
    }
    if (other.tier === plan.tier) {
      throw new Problem(catalogProblems.planTierTaken, {
        detail: `The plan ${other.name} is tier ${plan.tier}.`,
        errors: [{ pointer: '/tier', detail: 'is taken' }],
      });
    }
  }
}
