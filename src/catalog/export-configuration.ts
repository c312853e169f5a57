import type { Actor, Db } from '#kernel';
import { latestVersion, writableRoute } from './apply-configuration.ts';
import { type Configuration, configurationSchema, MOST_PRODUCTS, writable } from './configuration.ts';
import { type Connection, connectionsSchema, exportConnections } from './connections.ts';
import { planTermsSchema } from './plan-terms.ts';
import { newProductSchema, type Product, presentProduct } from './product.ts';
import { supportOf } from './store-pages.ts';
import { plansOf } from './store-plans.ts';
import { listOwnProducts, routesOf } from './store-products.ts';
import type { Support } from './support.ts';

/**
 * A provider's products and those of its connections that the actor may read, as the document that makes them: applied as
 * it is, it changes nothing.
 */
export async function exportConfiguration(
  db: Db,
  organizationId: string,
  actor: Actor,
  connections: readonly Connection[],
): Promise<Configuration> {
  const products = await listOwnProducts(db, organizationId, { afterId: null, size: MOST_PRODUCTS });
  const described = [];
  for (const product of products) described.push(await exportProduct(db, product));
  const connected = await exportConnections(db, connections, actor, organizationId);
  const document = {
    version: 1,
    products: described,
    ...(connected === undefined ? {} : { connections: connected }),
  };
  return configurationSchema(connectionsSchema(connections)).parse(document);
}

async function exportProduct(db: Db, product: Product): Promise<Record<string, unknown>> {
  const support = await supportOf(db, product.id);
  const plans = [];
  for (const plan of await plansOf(db, [product.id])) {
    const version = await latestVersion(db, plan);
    const { slug, name, tier } = plan;
    const publish = version?.state === 'published';
    const terms = version && { terms: planTermsSchema.parse(version.terms) };
    plans.push({ slug, name, tier, publish, ...terms, ...supportIn(support, plan.id) });
  }
  const routes = [];
  for (const route of await routesOf(db, [product.id])) routes.push(await writableRoute(db, route));
  return {
    ...writable(newProductSchema, presentProduct(product)),
    published: product.state === 'published',
    plans,
    routes,
    ...supportIn(support, ''),
  };
}

function supportIn(support: ReadonlyMap<string, Support>, planId: string): { support?: Support } {
  const said = support.get(planId);
  return said ? { support: said } : {};
}
