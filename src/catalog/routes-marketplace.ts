import { z } from 'zod';
import {
  findOrganizationBySlug,
  findOrganizations,
  type Organization,
  suspendedOrganizations,
} from '#identity';
import {
  type Actor,
  type Db,
  instantText,
  Problem,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import type { HoldsSubscription } from './access.ts';
import { idOfCursor, instant, reference, slug, text } from './fields.ts';
import { offersOf } from './find.ts';
import { offered, readable } from './offered.ts';
import { offeringFields, presentOffering, tagText } from './offering.ts';
import { type PlanVersionOfPlan, presentPublicPlan, publicPlanSchema } from './plan.ts';
import type { Product } from './product.ts';
import { productOpenApi } from './product-openapi.ts';
import { presentPublicRoute, publicRouteSchema } from './route-definition.ts';
import { listMarketplace, listOffers } from './store-marketplace.ts';
import { currentVersionsOf } from './store-plans.ts';
import { routesOf } from './store-products.ts';
import { docsOf } from './store-route-docs.ts';

const tag = 'marketplace';
const providerSchema = z.object({ id: z.string(), slug: z.string(), name: z.string() });
const fromPriceSchema = z.object({ amount: z.string(), currency: z.string(), plan_id: z.string() });

const cardSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  summary: z.string(),
  category: z.string().nullable(),
  tags: z.array(z.string()),
  visibility: offeringFields.visibility,
  logo_url: z.string().nullable(),
  provider: providerSchema,
  published_at: instant.nullable(),
  plan_count: z.int(),
  from_price: fromPriceSchema.nullable().describe('Flat fee of the lowest tier'),
});

const pageSchema = cardSchema.extend({
  description: z.string().describe('Markdown'),
  address: z.string().describe('Where to call it'),
  routes: z.array(publicRouteSchema),
  plans: z.array(publicPlanSchema),
});

const productParams = z.object({ product_id: reference });
const slugParams = z.object({ provider: slug, product: slug });

/** Public, without an account. `gatewayPublicUrl` is how consumers reach the gateway. */
export function marketplaceRoutes(deps: {
  gatewayPublicUrl: string;
  holdsSubscription: HoldsSubscription;
}): Route[] {
  const address = (product: Product, provider: Organization) =>
    `${deps.gatewayPublicUrl.replace(/\/+$/, '')}/${provider.slug}/${product.slug}`;
  const { holdsSubscription } = deps;
  const sight = { address, holdsSubscription };
  return [...listRoutes(holdsSubscription), ...pageRoutes(sight), ...documentRoutes(sight)];
}

/** How a product is found and addressed. */
interface Sight {
  readonly holdsSubscription: HoldsSubscription;
  address(product: Product, provider: Organization): string;
}

function listRoutes(holdsSubscription: HoldsSubscription): Route[] {
  return [
    route({
      method: 'GET',
      path: '/marketplace/products',
      tag,
      summary: 'Search the products on offer, newest first',
      access: 'public',
      query: z.strictObject({
        ...pageQuery,
        q: text(200).optional(),
        category: slug.optional(),
        tag: tagText.optional(),
        price: z.enum(['free', 'paid']).optional().describe('free: a plan without a flat fee'),
        provider: slug.optional().describe('Slug of the provider'),
      }),
      response: { status: 200, schema: pageOf(cardSchema) },
      handler: async (call) => {
        const { limit, cursor, provider, ...filter } = call.query;
        const by = provider === undefined ? null : await findOrganizationBySlug(call.db, provider);
        if (provider !== undefined && !by) return { data: [], next_cursor: null };
        const found = await listMarketplace(call.db, {
          ...filter,
          providerId: by?.id,
          viewer: call.actor.organizationId,
          silent: await suspendedOrganizations(call.db),
          afterId: idOfCursor(cursor),
          size: limit + 1,
        });
        const providers = await findOrganizations(
          call.db,
          found.map((product) => product.organizationId),
        );
        const offers = Map.groupBy(
          await currentVersionsOf(
            call.db,
            found.map((product) => product.id),
          ),
          (offer) => offer.productId,
        );
        return toPage(
          found,
          limit,
          (product) => [product.id],
          (product) => card(product, providers.get(product.organizationId), offers.get(product.id) ?? []),
        );
      },
    }),
    route({
      method: 'GET',
      path: '/plans',
      tag,
      summary: 'List the plans on offer',
      access: 'public',
      query: z.strictObject({ ...pageQuery, product: reference.optional().describe('Id of a product') }),
      response: { status: 200, schema: pageOf(publicPlanSchema) },
      handler: async (call) => {
        const { limit, cursor, product } = call.query;
        const afterId = idOfCursor(cursor);
        if (product !== undefined && !(await isOffered(call, product, holdsSubscription)))
          return { data: [], next_cursor: null };
        const silent = await suspendedOrganizations(call.db);
        const offers = await listOffers(call.db, { productId: product, silent, afterId, size: limit + 1 });
        return toPage(offers, limit, (offer) => [offer.planId], presentPublicPlan);
      },
    }),
  ];
}

function pageRoutes(sight: Sight): Route[] {
  const about = {
    method: 'GET',
    tag,
    access: 'public',
    response: { status: 200, schema: pageSchema },
  } as const;
  return [
    route({
      ...about,
      path: '/marketplace/products/{product_id}',
      summary: 'Show a product on offer with its routes and plans',
      params: productParams,
      handler: async (call) => productPage(call, call.params.product_id, sight),
    }),
    route({
      ...about,
      path: '/marketplace/products/{provider}/{product}',
      summary: 'Show a product on offer by the slugs of its provider and itself',
      params: slugParams,
      handler: async (call) => productPage(call, `${call.params.provider}/${call.params.product}`, sight),
    }),
  ];
}

function documentRoutes(sight: Sight): Route[] {
  return [
    route({
      method: 'GET',
      path: '/marketplace/products/{product_id}/openapi.json',
      tag,
      summary: 'The OpenAPI document of a product on offer',
      access: 'public',
      params: productParams,
      response: { status: 200, schema: z.record(z.string(), z.unknown()) },
      handler: async (call) => {
        const { product, provider } = await readable(call, call.params.product_id, sight.holdsSubscription);
        const routes = await routesOf(call.db, [product.id]);
        const offers = await offersOf(call.db, product.id);
        const docs = await docsOf(call.db, product.id);
        return productOpenApi({ product, routes, docs, offers, address: sight.address(product, provider) });
      },
    }),
  ];
}

async function isOffered(
  call: { db: Db; actor: Actor },
  productId: string,
  holdsSubscription: HoldsSubscription,
): Promise<boolean> {
  try {
    await offered(call, productId, holdsSubscription);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

async function productPage(call: { db: Db; actor: Actor }, productReference: string, sight: Sight) {
  const { product, provider } = await readable(call, productReference, sight.holdsSubscription);
  const offers = await offersOf(call.db, product.id);
  return {
    ...card(product, provider, offers),
    description: product.description,
    address: sight.address(product, provider),
    routes: (await routesOf(call.db, [product.id])).map(presentPublicRoute),
    plans: offers.map(presentPublicPlan),
  };
}

function card(
  product: Product,
  provider: Organization | undefined,
  offers: readonly PlanVersionOfPlan[],
): z.input<typeof cardSchema> {
  const [lowest] = offers;
  return {
    id: product.id,
    slug: product.slug,
    name: product.name,
    summary: product.summary,
    category: product.category,
    tags: [...product.tags],
    visibility: product.visibility,
    logo_url: presentOffering(product).logo_url,
    provider: {
      id: product.organizationId,
      slug: provider?.slug ?? product.organizationId,
      name: provider?.name ?? product.organizationId,
    },
    published_at: product.publishedAt && instantText(product.publishedAt),
    plan_count: offers.length,
    from_price: lowest
      ? { amount: lowest.terms.price, currency: lowest.terms.currency, plan_id: lowest.planId }
      : null,
  };
}
