/** What a product on offer says of itself beside its plans: for everybody who may see it. */
import { z } from 'zod';
import { decodeKeys, notFound, pageOf, pageQuery, type Route, route, toPage } from '#kernel';
import type { HoldsSubscription } from './access.ts';
import { type ChangelogEntry, entrySchema, presentEntry } from './changelog.ts';
import { reference, slug } from './fields.ts';
import { readable } from './offered.ts';
import { pageHeadSchema, pageSchema, presentPage, presentPageHead } from './page.ts';
import { presentPublicRoute, publicRouteSchema } from './route-definition.ts';
import { documentationSchema } from './route-documentation.ts';
import { sampleRequest, sampleRequestSchema } from './sample-request.ts';
import { shownSampleSchema, shownSamples } from './sample-responses.ts';
import { findLogo } from './store-offering.ts';
import { findPage, listEntries, pagesOf, supportOf } from './store-pages.ts';
import { routesOf } from './store-products.ts';
import { docsOf } from './store-route-docs.ts';
import { noSupport, supportSchema } from './support.ts';

const tag = 'marketplace';
const productParams = z.object({ product_id: reference });
const entryKeys = z.tuple([
  z.iso.datetime({ precision: null }).refine((at) => at >= '1' && at < '9999'),
  z.string().max(63),
]);

/** Where a page of a changelog begins, from its cursor. */
export function entryAfter(cursor: string | undefined): { at: string; version: string } | null {
  const keys = decodeKeys(cursor, entryKeys);
  return keys && { at: keys[0], version: keys[1] };
}

export function entryKeysOf(entry: ChangelogEntry): string[] {
  return [(entry.publishedAt ?? entry.createdAt).toString(), entry.version];
}

export const productSupportSchema = z.object({
  ...supportSchema.shape,
  plans: z.array(z.object({ plan_id: z.string(), ...supportSchema.shape })),
});

export function presentSupport(support: Awaited<ReturnType<typeof supportOf>>) {
  const plans = [...support].filter(([planId]) => planId !== '');
  return { ...(support.get('') ?? noSupport), plans: plans.map(([plan_id, own]) => ({ plan_id, ...own })) };
}

interface Deps {
  readonly holdsSubscription: HoldsSubscription;
}

export function readingRoutes(deps: Deps): Route[] {
  return [...routeRoutes(deps), ...pageRoutes(deps), ...entryRoutes(deps), ...pictureRoutes(deps)];
}

function routeRoutes({ holdsSubscription }: Deps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/marketplace/products/{product_id}/routes/{route_id}',
      tag,
      summary: 'Show a route with its parameters, bodies, answers, a sample of each answer and of a call',
      access: 'public',
      params: z.object({ product_id: reference, route_id: reference }),
      response: {
        status: 200,
        schema: publicRouteSchema.extend({
          documentation: documentationSchema.nullable(),
          sample_responses: z.array(shownSampleSchema),
          sample_request: sampleRequestSchema,
        }),
      },
      handler: async (call) => {
        const { product } = await readable(call, call.params.product_id, holdsSubscription);
        const found = (await routesOf(call.db, [product.id])).find((one) => one.id === call.params.route_id);
        if (!found) throw notFound('route');
        const docs = (await docsOf(call.db, product.id, [found.id])).get(found.id);
        const documentation = docs?.documentation ?? null;
        return {
          ...presentPublicRoute(found),
          documentation: documentation as z.input<typeof documentationSchema> | null,
          sample_responses: shownSamples(documentation, docs?.samples ?? []),
          sample_request: sampleRequest(found, documentation),
        };
      },
    }),
  ];
}

function pageRoutes({ holdsSubscription }: Deps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/marketplace/products/{product_id}/pages',
      tag,
      summary: 'List the pages of documentation',
      access: 'public',
      params: productParams,
      response: { status: 200, schema: z.object({ data: z.array(pageHeadSchema) }) },
      handler: async (call) => {
        const { product } = await readable(call, call.params.product_id, holdsSubscription);
        return { data: (await pagesOf(call.db, product.id)).map(presentPageHead) };
      },
    }),
    route({
      method: 'GET',
      path: '/marketplace/products/{product_id}/pages/{page}',
      tag,
      summary: 'Show a page of documentation as it was written',
      access: 'public',
      params: z.object({ product_id: reference, page: slug }),
      response: { status: 200, schema: pageSchema },
      handler: async (call) => {
        const { product } = await readable(call, call.params.product_id, holdsSubscription);
        const page = await findPage(call.db, product.id, call.params.page);
        if (!page) throw notFound('page');
        return presentPage(page);
      },
    }),
  ];
}

function entryRoutes({ holdsSubscription }: Deps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/marketplace/products/{product_id}/changelog',
      tag,
      summary: 'What changed, newest first',
      access: 'public',
      params: productParams,
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(entrySchema) },
      handler: async (call) => {
        const { limit, cursor } = call.query;
        const after = entryAfter(cursor);
        const { product } = await readable(call, call.params.product_id, holdsSubscription);
        const rows = await listEntries(call.db, product.id, { after, size: limit + 1, published: true });
        return toPage(rows, limit, entryKeysOf, presentEntry);
      },
    }),
    route({
      method: 'GET',
      path: '/marketplace/products/{product_id}/support',
      tag,
      summary: 'Whom to ask, and what is asked often: of the product and of its plans',
      access: 'public',
      params: productParams,
      response: { status: 200, schema: productSupportSchema },
      handler: async (call) => {
        const { product } = await readable(call, call.params.product_id, holdsSubscription);
        return presentSupport(await supportOf(call.db, product.id));
      },
    }),
  ];
}

function pictureRoutes({ holdsSubscription }: Deps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/marketplace/products/{product_id}/logo/{logo}',
      tag,
      summary: 'The logo, by what it is: its address never shows another',
      access: 'public',
      params: z.object({ product_id: reference, logo: z.string().regex(/^[0-9a-f]{32}$/, 'is not a logo') }),
      response: { status: 200, content: 'image/*' },
      handler: async (call) => {
        const { product } = await readable(call, call.params.product_id, holdsSubscription);
        const logo = await findLogo(call.db, product.id, call.params.logo);
        if (!logo) throw notFound('logo');
        const sharing = product.visibility === 'private' ? 'private' : 'public';
        call.reply.type(logo.contentType);
        call.reply.header('cache-control', `${sharing}, max-age=31536000, immutable`);
        call.reply.header('content-security-policy', "default-src 'none'; sandbox");
        call.reply.header('cross-origin-resource-policy', 'cross-origin');
        return logo.bytes;
      },
    }),
  ];
}
