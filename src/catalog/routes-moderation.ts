/** What only the operator may: the list of categories, and what is on offer at all. */
import { z } from 'zod';
import { audit, type Call, Problem, pageOf, pageQuery, type Route, route, toPage } from '#kernel';
import { categorySchema, MOST_CATEGORIES, newCategorySchema } from './category.ts';
import { checkRoom } from './editor.ts';
import { idOfCursor, reference, slug, text } from './fields.ts';
import { approveProduct, refuseProduct, reinstateProduct, suspendProduct } from './moderate-product.ts';
import { catalogProblems } from './problems.ts';
import { PRODUCT_STATES, presentProduct, productSchema } from './product.ts';
import { listInState } from './store-marketplace.ts';
import {
  deleteCategory,
  hasCategory,
  isModerated,
  listCategories,
  saveCategoryRow,
  saveModeration,
} from './store-offering.ts';

const tag = 'catalog';
const productParams = z.object({ product_id: reference });
const categoryParams = z.object({ category: slug });
const settingsSchema = z.strictObject({
  moderation: z.boolean().describe('Does the operator look at products before they are on offer?'),
});
const reason = text(1000, 1);

export function moderationRoutes(): Route[] {
  return [...settingsRoutes(), ...categoryRoutes(), ...queueRoutes(), ...decisionRoutes()];
}

function record(call: Call<unknown, unknown, unknown>, action: string, object: string, detail: object) {
  const { at, actor } = call;
  return audit(call.db, { at, actor, organizationId: null, action, object, detail: { ...detail } });
}

function settingsRoutes(): Route[] {
  const about = { path: '/catalog/settings', tag, access: 'operator' } as const;
  return [
    route({
      ...about,
      method: 'GET',
      summary: 'How products come to be on offer here',
      response: { status: 200, schema: settingsSchema },
      handler: async (call) => ({ moderation: await isModerated(call.db) }),
    }),
    route({
      ...about,
      method: 'PUT',
      summary: 'Decide whether products are looked at before they are on offer',
      body: settingsSchema,
      response: { status: 200, schema: settingsSchema },
      handler: async (call) => {
        await saveModeration(call.db, call.body.moderation);
        await record(call, 'catalog.settings_changed', 'catalog', call.body);
        return call.body;
      },
    }),
  ];
}

function categoryRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/marketplace/categories',
      tag: 'marketplace',
      summary: 'What products can be about',
      access: 'public',
      response: { status: 200, schema: z.object({ data: z.array(categorySchema) }) },
      handler: async (call) => ({ data: await listCategories(call.db) }),
    }),
    route({
      method: 'PUT',
      path: '/catalog/categories/{category}',
      tag,
      summary: 'Add a category, or call it otherwise',
      access: 'operator',
      params: categoryParams,
      body: newCategorySchema,
      response: { status: 200, schema: categorySchema },
      problems: [catalogProblems.tooManyOfAKind],
      handler: async (call) => {
        const category = { slug: call.params.category, ...call.body };
        if (!(await hasCategory(call.db, category.slug)))
          checkRoom((await listCategories(call.db)).length, MOST_CATEGORIES, 'categories');
        await saveCategoryRow(call.db, category);
        await record(call, 'catalog.category_saved', category.slug, call.body);
        return category;
      },
    }),
    route({
      method: 'DELETE',
      path: '/catalog/categories/{category}',
      tag,
      summary: 'Remove a category that no product is in',
      access: 'operator',
      params: categoryParams,
      response: { status: 204 },
      problems: [catalogProblems.categoryInUse],
      handler: async (call) => {
        const { category } = call.params;
        if (!(await deleteCategory(call.db, category))) throw new Problem(catalogProblems.categoryInUse);
        await record(call, 'catalog.category_deleted', category, {});
        return undefined;
      },
    }),
  ];
}

function queueRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/catalog/moderation',
      tag,
      summary: 'Products that wait for you, or that are in another state',
      access: 'operator',
      query: z.strictObject({ ...pageQuery, state: z.enum(PRODUCT_STATES).default('pending_review') }),
      response: { status: 200, schema: pageOf(productSchema) },
      handler: async (call) => {
        const { limit, cursor, state } = call.query;
        const rows = await listInState(call.db, { state, afterId: idOfCursor(cursor), size: limit + 1 });
        return toPage(rows, limit, (product) => [product.id], presentProduct);
      },
    }),
  ];
}

function decisionRoutes(): Route[] {
  const about = {
    method: 'POST',
    tag,
    access: 'operator',
    params: productParams,
    response: { status: 200, schema: productSchema },
    problems: [catalogProblems.notInReview],
  } as const;
  return [
    route({
      ...about,
      path: '/catalog/moderation/{product_id}/approve',
      summary: 'Put a product that waits on offer',
      handler: async (call) => presentProduct(await approveProduct(call.db, call.params.product_id, call)),
    }),
    route({
      ...about,
      path: '/catalog/moderation/{product_id}/refuse',
      summary: 'Send a product that waits back to its provider',
      body: z.strictObject({ reason }),
      handler: async (call) =>
        presentProduct(await refuseProduct(call.db, call.params.product_id, call.body.reason, call)),
    }),
    route({
      ...about,
      path: '/catalog/moderation/{product_id}/suspend',
      summary:
        'Take a product off the marketplace; its subscribers keep it unless their calls are blocked too',
      body: z.strictObject({ reason, block_calls: z.boolean().default(false) }),
      handler: async (call) => {
        const order = { reason: call.body.reason, blocksCalls: call.body.block_calls };
        return presentProduct(await suspendProduct(call.db, call.params.product_id, order, call));
      },
    }),
    route({
      ...about,
      path: '/catalog/moderation/{product_id}/reinstate',
      summary: 'Put a suspended product on offer again',
      handler: async (call) => presentProduct(await reinstateProduct(call.db, call.params.product_id, call)),
    }),
  ];
}
