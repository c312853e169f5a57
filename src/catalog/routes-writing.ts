/** What a provider writes of a product beside its routes and plans. */
import { z } from 'zod';
import {
  type Call,
  inTransaction,
  notFound,
  Problem,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { entrySchema, newEntrySchema, presentEntry, versionText } from './changelog.ts';
import { lockProduct, recordEdit } from './editor.ts';
import { reference, slug } from './fields.ts';
import { MOST_LOGO_BYTES, readLogo } from './logo.ts';
import { newPageSchema, pageHeadSchema, pageSchema, presentPage, presentPageHead } from './page.ts';
import { catalogProblems } from './problems.ts';
import { presentProduct, productSchema } from './product.ts';
import { editorOf } from './routes-products.ts';
import { entryAfter, entryKeysOf, presentSupport, productSupportSchema } from './routes-reading.ts';
import { sampleResponsesSchema, shownSampleSchema, shownSamples } from './sample-responses.ts';
import {
  removeEntry,
  removePage,
  saveEntry,
  savePage,
  savePlanSupport,
  saveProductSupport,
} from './save-page.ts';
import { deleteLogo, saveLogoRow } from './store-offering.ts';
import { findPage, listEntries, pagesOf, supportOf } from './store-pages.ts';
import { findOwnProduct, routesOf, updateProduct } from './store-products.ts';
import { docsOf, saveSamples } from './store-route-docs.ts';
import { supportSchema } from './support.ts';

const tag = 'catalog';
const productParams = z.object({ product_id: reference });
const pageParams = z.object({ product_id: reference, page: slug });
const entryParams = z.object({ product_id: reference, version: versionText });

async function own(call: Call<{ product_id: string }, unknown, unknown>) {
  const product = await findOwnProduct(call.db, call.organizationId, call.params.product_id);
  if (!product) throw notFound('product');
  return product;
}

export function writingRoutes(): Route[] {
  return [...pageRoutes(), ...entryRoutes(), ...supportRoutes(), ...logoRoutes(), ...sampleRoutes()];
}

function pageRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/products/{product_id}/pages',
      tag,
      summary: 'List the pages of documentation of a product of yours',
      access: 'catalog:read',
      params: productParams,
      response: { status: 200, schema: z.object({ data: z.array(pageHeadSchema) }) },
      handler: async (call) => ({
        data: (await pagesOf(call.db, (await own(call)).id)).map(presentPageHead),
      }),
    }),
    route({
      method: 'GET',
      path: '/products/{product_id}/pages/{page}',
      tag,
      summary: 'Show a page of documentation of a product of yours',
      access: 'catalog:read',
      params: pageParams,
      response: { status: 200, schema: pageSchema },
      handler: async (call) => {
        const page = await findPage(call.db, (await own(call)).id, call.params.page);
        if (!page) throw notFound('page');
        return presentPage(page);
      },
    }),
    route({
      method: 'PUT',
      path: '/products/{product_id}/pages/{page}',
      tag,
      summary: 'Write a page of documentation',
      access: 'catalog:write',
      params: pageParams,
      body: newPageSchema,
      response: { status: 200, schema: pageSchema },
      problems: [catalogProblems.tooManyOfAKind],
      handler: async (call) => {
        const { product_id: id, page } = call.params;
        return presentPage(await savePage(call.db, id, page, call.body, editorOf(call)));
      },
    }),
    route({
      method: 'DELETE',
      path: '/products/{product_id}/pages/{page}',
      tag,
      summary: 'Remove a page of documentation',
      access: 'catalog:write',
      params: pageParams,
      response: { status: 204 },
      handler: async (call) => {
        await removePage(call.db, call.params.product_id, call.params.page, editorOf(call));
        return undefined;
      },
    }),
  ];
}

function entryRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/products/{product_id}/changelog',
      tag,
      summary: 'The changelog of a product of yours, with its drafts',
      access: 'catalog:read',
      params: productParams,
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(entrySchema) },
      handler: async (call) => {
        const { limit, cursor } = call.query;
        const after = entryAfter(cursor);
        const { id } = await own(call);
        const rows = await listEntries(call.db, id, { after, size: limit + 1, published: false });
        return toPage(rows, limit, entryKeysOf, presentEntry);
      },
    }),
    route({
      method: 'PUT',
      path: '/products/{product_id}/changelog/{version}',
      tag,
      summary: 'Write what a version changed; publishing it tells subscribers once',
      access: 'catalog:write',
      params: entryParams,
      body: newEntrySchema,
      response: { status: 200, schema: entrySchema },
      problems: [catalogProblems.tooManyOfAKind],
      handler: async (call) => {
        const { product_id: id, version } = call.params;
        return presentEntry(await saveEntry(call.db, id, version, call.body, editorOf(call)));
      },
    }),
    route({
      method: 'DELETE',
      path: '/products/{product_id}/changelog/{version}',
      tag,
      summary: 'Remove an entry of the changelog',
      access: 'catalog:write',
      params: entryParams,
      response: { status: 204 },
      handler: async (call) => {
        await removeEntry(call.db, call.params.product_id, call.params.version, editorOf(call));
        return undefined;
      },
    }),
  ];
}

function supportRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/products/{product_id}/support',
      tag,
      summary: 'Support contacts and frequent questions of a product of yours and its plans',
      access: 'catalog:read',
      params: productParams,
      response: { status: 200, schema: productSupportSchema },
      handler: async (call) => presentSupport(await supportOf(call.db, (await own(call)).id)),
    }),
    route({
      method: 'PUT',
      path: '/products/{product_id}/support',
      tag,
      summary: 'Say whom to ask about a product, and what is asked often',
      access: 'catalog:write',
      params: productParams,
      body: supportSchema,
      response: { status: 200, schema: supportSchema },
      handler: async (call) => {
        await saveProductSupport(call.db, call.params.product_id, call.body, editorOf(call));
        return call.body;
      },
    }),
    route({
      method: 'PUT',
      path: '/billing/plans/{plan_id}/support',
      tag: 'plans',
      summary: 'Say whom the subscribers of a plan ask, and what they ask often',
      access: 'catalog:write',
      params: z.object({ plan_id: reference }),
      body: supportSchema,
      response: { status: 200, schema: supportSchema },
      handler: async (call) => {
        await savePlanSupport(call.db, call.params.plan_id, call.body, editorOf(call));
        return call.body;
      },
    }),
  ];
}

function logoRoutes(): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/products/{product_id}/logo',
      tag,
      summary: 'Set the logo: the bytes of a PNG, JPEG or WebP picture',
      access: 'catalog:write',
      params: productParams,
      rawBody: true,
      bodyLimitBytes: MOST_LOGO_BYTES,
      transaction: false,
      response: { status: 200, schema: productSchema },
      problems: [catalogProblems.logoUnreadable],
      handler: async (call) => {
        await own(call);
        const logo = readLogo(call.body);
        if (typeof logo === 'string')
          throw new Problem(catalogProblems.logoUnreadable, { errors: [{ pointer: '', detail: logo }] });
        return inTransaction(call.db, async (tx) => {
          const product = await lockProduct(tx, editorOf(call), call.params.product_id);
          await saveLogoRow(tx, product.id, logo, call.at);
          const after = { ...product, logoDigest: logo.digest, updatedAt: call.at };
          await updateProduct(tx, after);
          const edit = { productId: product.id, action: 'product.logo_changed', object: product.id };
          await recordEdit(tx, editorOf(call), edit);
          return presentProduct(after);
        });
      },
    }),
    route({
      method: 'DELETE',
      path: '/products/{product_id}/logo',
      tag,
      summary: 'Remove the logo',
      access: 'catalog:write',
      params: productParams,
      response: { status: 204 },
      handler: async (call) => {
        const product = await lockProduct(call.db, editorOf(call), call.params.product_id);
        await deleteLogo(call.db, product.id);
        await updateProduct(call.db, { ...product, logoDigest: null, updatedAt: call.at });
        const edit = { productId: product.id, action: 'product.logo_removed', object: product.id };
        await recordEdit(call.db, editorOf(call), edit);
        return undefined;
      },
    }),
  ];
}

function sampleRoutes(): Route[] {
  const about = {
    path: '/products/{product_id}/routes/{route_id}/samples',
    tag,
    params: z.object({ product_id: reference, route_id: reference }),
    response: { status: 200, schema: z.object({ data: z.array(shownSampleSchema) }) },
  } as const;
  return [
    route({
      ...about,
      method: 'GET',
      summary: 'Sample answers of a route: yours, of its documentation, or made of its schemas',
      access: 'catalog:read',
      handler: async (call) => {
        const product = await own(call);
        const routeId = call.params.route_id;
        const found = (await routesOf(call.db, [product.id])).some((one) => one.id === routeId);
        if (!found) throw notFound('route');
        const docs = (await docsOf(call.db, product.id, [routeId])).get(routeId);
        return { data: shownSamples(docs?.documentation ?? null, docs?.samples ?? []) };
      },
    }),
    route({
      ...about,
      method: 'PUT',
      summary: 'Set sample answers of a route by hand; all others are made for you',
      access: 'catalog:write',
      body: z.strictObject({ samples: sampleResponsesSchema }),
      handler: async (call) => {
        const { product_id: productId, route_id: routeId } = call.params;
        await lockProduct(call.db, editorOf(call), productId);
        const found = (await routesOf(call.db, [productId])).find((one) => one.id === routeId);
        if (!found) throw notFound('route');
        await saveSamples(call.db, found, call.body.samples, call.at);
        const docs = (await docsOf(call.db, productId, [routeId])).get(routeId);
        return { data: shownSamples(docs?.documentation ?? null, call.body.samples) };
      },
    }),
  ];
}
