/** Host names of products: providers list them, the operator gives them. */
import { z } from 'zod';
import {
  audit,
  decodeKeys,
  instantText,
  invalid,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  recordChange,
  route,
  toPage,
} from '#kernel';
import { CATALOG_TOPIC } from './editor.ts';
import { instant, reference } from './fields.ts';
import { deleteHost, listHosts, putHost } from './store-hosts.ts';
import { productsByIds } from './store-products.ts';
import { hostName } from './traffic.ts';

const tag = 'catalog';
const hostSchema = z.object({
  host: z.string(),
  product_id: z.string(),
  approved_at: instant.nullable().describe('Null while the operator has not given the name to the product'),
});
const hostParams = z.object({ host: hostName });
const cursorKeys = z.tuple([z.string().max(253), reference]);

/** `ownHosts`: names under which this installation itself is reached. */
export function hostRoutes(ownHosts: ReadonlySet<string>): Route[] {
  return [listRoute(), approveRoute(ownHosts), withdrawRoute()];
}

function listRoute(): Route {
  return route({
    method: 'GET',
    path: '/hosts',
    tag,
    summary: 'List the host names of your products; operators see all',
    access: 'catalog:read',
    query: z.strictObject(pageQuery),
    response: { status: 200, schema: pageOf(hostSchema) },
    handler: async (call) => {
      const rows = await listHosts(call.db, {
        organizationId: call.actor.operator ? null : call.organizationId,
        after: decodeKeys(call.query.cursor, cursorKeys),
        size: call.query.limit + 1,
      });
      return toPage(
        rows,
        call.query.limit,
        (one) => [one.host, one.productId],
        (one) => ({
          host: one.host,
          product_id: one.productId,
          approved_at: one.approvedAt && instantText(one.approvedAt),
        }),
      );
    },
  });
}

function approveRoute(ownHosts: ReadonlySet<string>): Route {
  return route({
    method: 'PUT',
    path: '/hosts/{host}',
    tag,
    summary: 'Give a host name to a product that lists it',
    description: 'From then on calls to that host are calls of the product. A name belongs to one product.',
    access: 'operator',
    params: hostParams,
    body: z.strictObject({ product_id: reference }),
    response: { status: 204 },
    handler: async (call) => {
      const { host } = call.params;
      const { product_id: productId } = call.body;
      const product = (await productsByIds(call.db, [productId])).get(productId);
      if (!product?.traffic.hosts.includes(host)) {
        throw invalid([{ pointer: '/product_id', detail: 'is no product that lists this host' }]);
      }
      if (ownHosts.has(host)) {
        throw invalid([{ pointer: '/path/host', detail: 'is a host of this installation itself' }]);
      }
      const before = await putHost(call.db, host, productId, call.at);
      if (before === productId) return undefined;
      for (const id of before === null ? [productId] : [before, productId]) {
        await recordChange(call.db, CATALOG_TOPIC, id);
      }
      await audit(call.db, {
        at: call.at,
        organizationId: product.organizationId,
        actor: call.actor,
        action: 'host.approved',
        object: productId,
        detail: { host, before },
      });
      return undefined;
    },
  });
}

function withdrawRoute(): Route {
  return route({
    method: 'DELETE',
    path: '/hosts/{host}',
    tag,
    summary: 'Take a host name from its product',
    access: 'operator',
    params: hostParams,
    response: { status: 204 },
    handler: async (call) => {
      const { host } = call.params;
      const productId = await deleteHost(call.db, host);
      if (productId === null) throw notFound('host');
      await recordChange(call.db, CATALOG_TOPIC, productId);
      const detail = { host };
      const { at, actor } = call;
      await audit(call.db, {
        at,
        organizationId: null,
        actor,
        action: 'host.withdrawn',
        object: productId,
        detail,
      });
      return undefined;
    },
  });
}
