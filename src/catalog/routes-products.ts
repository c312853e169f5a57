import { z } from 'zod';
import {
  type Call,
  inTransaction,
  kernelProblems,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import type { Editor } from './editor.ts';
import { idOfCursor, reference } from './fields.ts';
import { catalogProblems } from './problems.ts';
import { newProductSchema, presentProduct, productChangeSchema, productSchema } from './product.ts';
import { publishProduct, unpublishProduct } from './publish-product.ts';
import { newRouteSchema, presentRoute, routeChangeSchema, routeSchema } from './route-definition.ts';
import { acceptUpstreams, changeProduct, createProduct, removeProduct } from './save-product.ts';
import { changeRoute, createRoute, removeRoute } from './save-route.ts';
import { findOwnProduct, listOwnProducts, routesOf } from './store-products.ts';
import type { UpstreamPolicy } from './upstream-url.ts';

const tag = 'catalog';
const productParams = z.object({ product_id: reference });
const routeParams = z.object({ product_id: reference, route_id: reference });

export function editorOf(
  call: Pick<Call<unknown, unknown, unknown>, 'organizationId' | 'actor' | 'at'>,
): Editor {
  return { organizationId: call.organizationId, actor: call.actor, at: call.at };
}

async function ownProduct(call: Call<{ product_id: string }, unknown, unknown>) {
  const product = await findOwnProduct(call.db, call.organizationId, call.params.product_id);
  if (!product) throw notFound('product');
  return product;
}

/** Products and their life. */
export function productRoutes(upstreams: UpstreamPolicy): Route[] {
  return [...readingRoutes(), ...writingRoutes(upstreams), ...stateRoutes()];
}

function readingRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/products',
      tag,
      summary: 'List your products',
      access: 'catalog:read',
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(productSchema) },
      handler: async (call) => {
        const { limit, cursor } = call.query;
        const afterId = idOfCursor(cursor);
        const rows = await listOwnProducts(call.db, call.organizationId, { afterId, size: limit + 1 });
        return toPage(rows, limit, (product) => [product.id], presentProduct);
      },
    }),
    route({
      method: 'GET',
      path: '/products/{product_id}',
      tag,
      summary: 'Show a product of yours',
      access: 'catalog:read',
      params: productParams,
      response: { status: 200, schema: productSchema },
      handler: async (call) => presentProduct(await ownProduct(call)),
    }),
  ];
}

// The address of the upstream is judged before the transaction: it may wait for a name service.
function writingRoutes(upstreams: UpstreamPolicy): Route[] {
  return [
    route({
      method: 'POST',
      path: '/products',
      tag,
      summary: 'Create a product (a draft)',
      access: 'catalog:write',
      body: newProductSchema,
      transaction: false,
      response: { status: 201, schema: productSchema },
      problems: [
        catalogProblems.notAProvider,
        catalogProblems.productSlugTaken,
        catalogProblems.upstreamProofMissing,
      ],
      handler: async (call) => {
        const fields = await acceptUpstreams(upstreams, call.body);
        return presentProduct(
          await inTransaction(call.db, (tx) => createProduct(tx, fields, editorOf(call))),
        );
      },
    }),
    route({
      method: 'PATCH',
      path: '/products/{product_id}',
      tag,
      summary: 'Change a product',
      access: 'catalog:write',
      params: productParams,
      body: productChangeSchema,
      transaction: false,
      response: { status: 200, schema: productSchema },
      problems: [
        catalogProblems.productSlugTaken,
        catalogProblems.productSlugFixed,
        catalogProblems.upstreamProofMissing,
        catalogProblems.staleRevision,
      ],
      handler: async (call) => {
        await ownProduct(call);
        const change = await acceptUpstreams(upstreams, call.body);
        const id = call.params.product_id;
        return presentProduct(
          await inTransaction(call.db, (tx) => changeProduct(tx, id, change, editorOf(call))),
        );
      },
    }),
    route({
      method: 'DELETE',
      path: '/products/{product_id}',
      tag,
      summary: 'Delete a product that was never on offer',
      access: 'catalog:write',
      params: productParams,
      response: { status: 204 },
      problems: [catalogProblems.productInUse],
      handler: async (call) => {
        await removeProduct(call.db, call.params.product_id, editorOf(call));
        return undefined;
      },
    }),
  ];
}

function stateRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/products/{product_id}/publish',
      tag,
      summary: 'Put a product on the marketplace',
      access: 'catalog:write',
      params: productParams,
      response: { status: 200, schema: productSchema },
      problems: [catalogProblems.productIncomplete, catalogProblems.productSuspended],
      handler: async (call) =>
        presentProduct(await publishProduct(call.db, call.params.product_id, editorOf(call))),
    }),
    route({
      method: 'POST',
      path: '/products/{product_id}/unpublish',
      tag,
      summary: 'Take a product off the marketplace; subscribers keep it',
      access: 'catalog:write',
      params: productParams,
      response: { status: 200, schema: productSchema },
      problems: [catalogProblems.productSuspended],
      handler: async (call) =>
        presentProduct(await unpublishProduct(call.db, call.params.product_id, editorOf(call))),
    }),
  ];
}

/** The routes (addresses) of a product. */
export function routeRoutes(): Route[] {
  return [...routeListRoutes(), ...routeChangeRoutes()];
}

function routeListRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/products/{product_id}/routes',
      tag,
      summary: 'List the routes of a product',
      access: 'catalog:read',
      params: productParams,
      response: { status: 200, schema: pageOf(routeSchema) },
      handler: async (call) => {
        const product = await ownProduct(call);
        return { data: (await routesOf(call.db, [product.id])).map(presentRoute), next_cursor: null };
      },
    }),
    route({
      method: 'POST',
      path: '/products/{product_id}/routes',
      tag,
      summary: 'Add a route',
      access: 'catalog:write',
      params: productParams,
      body: newRouteSchema,
      response: { status: 201, schema: routeSchema },
      problems: [catalogProblems.routeConflict, catalogProblems.tooManyOfAKind],
      handler: async (call) =>
        presentRoute(await createRoute(call.db, call.params.product_id, call.body, editorOf(call))),
    }),
    route({
      method: 'GET',
      path: '/products/{product_id}/routes/{route_id}',
      tag,
      summary: 'Show a route',
      access: 'catalog:read',
      params: routeParams,
      response: { status: 200, schema: routeSchema },
      handler: async (call) => {
        const product = await ownProduct(call);
        const found = (await routesOf(call.db, [product.id])).find((one) => one.id === call.params.route_id);
        if (!found) throw notFound('route');
        return presentRoute(found);
      },
    }),
  ];
}

function routeChangeRoutes(): Route[] {
  return [
    route({
      method: 'PATCH',
      path: '/products/{product_id}/routes/{route_id}',
      tag,
      summary: 'Change a route',
      access: 'catalog:write',
      params: routeParams,
      body: routeChangeSchema,
      response: { status: 200, schema: routeSchema },
      problems: [catalogProblems.routeConflict, kernelProblems.invalidRequest],
      handler: async (call) => {
        const { product_id: productId, route_id: routeId } = call.params;
        return presentRoute(await changeRoute(call.db, productId, routeId, call.body, editorOf(call)));
      },
    }),
    route({
      method: 'DELETE',
      path: '/products/{product_id}/routes/{route_id}',
      tag,
      summary: 'Remove a route',
      access: 'catalog:write',
      params: routeParams,
      response: { status: 204 },
      handler: async (call) => {
        await removeRoute(call.db, call.params.product_id, call.params.route_id, editorOf(call));
        return undefined;
      },
    }),
  ];
}
