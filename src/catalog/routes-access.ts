/** Who is let in to private products, and what the operator decides. */
import { z } from 'zod';
import { findOrganizations } from '#identity';
import { notFound, pageOf, pageQuery, type Route, route, toPage } from '#kernel';
import { decideAccess, requestAccess } from './decide-access.ts';
import { idOfCursor, reference } from './fields.ts';
import { GRANT_STATES, type Grant, grantSchema, grantText, presentGrant } from './grant.ts';
import { editorOf } from './routes-products.ts';
import { grantsOfOrganization, grantsOfProduct } from './store-offering.ts';
import { findOwnProduct } from './store-products.ts';

const productParams = z.object({ product_id: reference });
const productReference = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}(\/[a-z0-9-]{1,63})?$/, 'is not an id, nor provider/product');

export function accessRoutes(): Route[] {
  return [...providerRoutes(), ...consumerRoutes()];
}

function providerRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/products/{product_id}/access',
      tag: 'catalog',
      summary: 'Who may have a private product of yours, and who asks for it',
      access: 'catalog:read',
      params: productParams,
      query: z.strictObject({ ...pageQuery, state: z.enum(GRANT_STATES).optional() }),
      response: { status: 200, schema: pageOf(grantSchema) },
      handler: async (call) => {
        const { limit, cursor, state } = call.query;
        const product = await findOwnProduct(call.db, call.organizationId, call.params.product_id);
        if (!product) throw notFound('product');
        const filter = { state, afterId: idOfCursor(cursor), size: limit + 1 };
        const grants = await grantsOfProduct(call.db, product.id, filter);
        const known = await findOrganizations(
          call.db,
          grants.map((grant) => grant.organizationId),
        );
        const present = (grant: Grant) => presentGrant(grant, known.get(grant.organizationId));
        return toPage(grants, limit, (grant) => [grant.organizationId], present);
      },
    }),
    route({
      method: 'PUT',
      path: '/products/{product_id}/access/{consumer_id}',
      tag: 'catalog',
      summary: 'Let an organization in, refuse it, or take access back',
      description:
        'Who subscribed already stays subscribed. An organization, named by id or slug, need not have asked to be let in.',
      access: 'catalog:write',
      params: productParams.extend({ consumer_id: reference }),
      body: z.strictObject({
        state: z.enum(['granted', 'refused', 'revoked']),
        reason: grantText.default(''),
      }),
      response: { status: 200, schema: grantSchema },
      handler: async (call) => {
        const { product_id: productId, consumer_id: consumerId } = call.params;
        const decided = await decideAccess(call.db, productId, consumerId, call.body, editorOf(call));
        return presentGrant(decided.grant, decided.organization);
      },
    }),
  ];
}

function consumerRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/marketplace/access-requests',
      tag: 'marketplace',
      summary: 'Ask for a private product whose address you know',
      access: 'subscriptions:write',
      body: z.strictObject({ product: productReference, message: grantText.default('') }),
      response: { status: 200, schema: grantSchema },
      handler: async (call) => {
        const grant = await requestAccess(call.db, call.body, editorOf(call));
        const own = await findOrganizations(call.db, [grant.organizationId]);
        return presentGrant(grant, own.get(grant.organizationId));
      },
    }),
    route({
      method: 'GET',
      path: '/marketplace/access-requests',
      tag: 'marketplace',
      summary: 'What became of your requests, and what you were let in to',
      access: 'subscriptions:read',
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(grantSchema) },
      handler: async (call) => {
        const { limit, cursor } = call.query;
        const filter = { afterId: idOfCursor(cursor), size: limit + 1 };
        const grants = await grantsOfOrganization(call.db, call.organizationId, filter);
        const own = (await findOrganizations(call.db, [call.organizationId])).get(call.organizationId);
        return toPage(
          grants,
          limit,
          (grant) => [grant.productId],
          (grant) => presentGrant(grant, own),
        );
      },
    }),
  ];
}
