import { z } from 'zod';
import { notFound, type Route, route, type Secrets } from '#kernel';
import { reference } from './fields.ts';
import { presentProduct, productSchema } from './product.ts';
import { rotateProof } from './rotate-proof.ts';
import { editorOf } from './routes-products.ts';
import { saveUpstreamCredential } from './save-upstream-credential.ts';
import { saveUpstreamTls } from './save-upstream-tls.ts';
import { findOwnProduct } from './store-products.ts';
import { upstreamCredentialSchema } from './upstream-credential.ts';
import { rotatedProofSchema, rotateProofSchema } from './upstream-proof.ts';
import { upstreamTlsSchema } from './upstream-tls.ts';

/** What gateways see of a target; a target that none of them speaks of is well. */
export interface TargetHealth {
  readonly url: string;
  /** Workers that leave it alone for now. */
  readonly openWorkers: number;
  /** Workers that try it with a single call. */
  readonly probingWorkers: number;
}

export type UpstreamHealth = (productId: string) => {
  readonly workers: number;
  readonly targets: readonly TargetHealth[];
};

const params = z.object({ product_id: reference });
const targetSchema = z.object({
  url: z.string(),
  weight: z.int(),
  state: z.enum(['closed', 'half_open', 'open']).describe('The worst that a gateway worker sees'),
  open_workers: z.int(),
  workers: z.int(),
});

/** How a product's upstream is doing, and how it knows us. */
export function upstreamRoutes(deps: { secrets: Secrets; upstreamHealth: UpstreamHealth }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/products/{product_id}/upstream-health',
      tag: 'catalog',
      summary: 'Show which targets of a product the gateway leaves alone because they fail',
      access: 'catalog:read',
      params,
      response: { status: 200, schema: z.object({ data: z.array(targetSchema) }) },
      handler: async (call) => {
        const product = await findOwnProduct(call.db, call.organizationId, call.params.product_id);
        if (!product) throw notFound('product');
        const { workers, targets: told } = deps.upstreamHealth(product.id);
        const seen = new Map(told.map((one) => [one.url, one]));
        const { weight, targets } = product.upstream;
        const data = [{ url: product.upstreamUrl, weight }, ...targets].map((target) => {
          const health = seen.get(target.url);
          const state = health?.openWorkers ? 'open' : health?.probingWorkers ? 'half_open' : 'closed';
          return {
            ...target,
            state: state as 'open' | 'half_open' | 'closed',
            open_workers: health?.openWorkers ?? 0,
            workers,
          };
        });
        return { data };
      },
    }),
    route({
      method: 'POST',
      path: '/products/{product_id}/upstream-proof/rotate',
      tag: 'catalog',
      summary: 'Make the secret that proves calls to the upstream, or the one that follows it; shown once',
      access: 'catalog:write',
      params,
      body: rotateProofSchema,
      response: { status: 201, schema: rotatedProofSchema },
      handler: (call) =>
        rotateProof(call.db, call.params.product_id, call.body.activate_in_seconds, {
          editor: editorOf(call),
          secrets: deps.secrets,
        }),
    }),
    route({
      method: 'PUT',
      path: '/products/{product_id}/upstream-tls',
      tag: 'catalog',
      summary: 'Set whom the gateway trusts behind https addresses, and the certificate that it shows there',
      access: 'catalog:write',
      params,
      body: upstreamTlsSchema,
      response: { status: 200, schema: productSchema },
      handler: async (call) => {
        const parts = { editor: editorOf(call), secrets: deps.secrets };
        return presentProduct(await saveUpstreamTls(call.db, call.params.product_id, call.body, parts));
      },
    }),
    ...credentialRoutes(deps.secrets),
  ];
}

/** The value goes in and never comes out: a reader of the product sees which header it is. */
function credentialRoutes(secrets: Secrets): Route[] {
  const path = '/products/{product_id}/upstream-credential';
  return [
    route({
      method: 'PUT',
      path,
      tag: 'catalog',
      summary: 'Set the header by which the upstream knows who may call it; its value is never shown',
      access: 'catalog:write',
      params,
      body: upstreamCredentialSchema,
      response: { status: 200, schema: productSchema },
      handler: async (call) => {
        const parts = { editor: editorOf(call), secrets };
        return presentProduct(
          await saveUpstreamCredential(call.db, call.params.product_id, call.body, parts),
        );
      },
    }),
    route({
      method: 'DELETE',
      path,
      tag: 'catalog',
      summary: 'Call the upstream without a credential',
      access: 'catalog:write',
      params,
      response: { status: 204 },
      handler: async (call) => {
        await saveUpstreamCredential(call.db, call.params.product_id, null, {
          editor: editorOf(call),
          secrets,
        });
        return undefined;
      },
    }),
  ];
}
