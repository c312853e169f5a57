import type { Db } from '#kernel';
import { latestVersion, writableRoute } from './apply-configuration.ts';
import { type Configuration, configurationSchema, writable } from './configuration.ts';
import { planTermsSchema } from './plan-terms.ts';
import { newProductSchema, type Product, presentProduct } from './product.ts';
import { plansOf } from './store-plans.ts';
import { listOwnProducts, routesOf } from './store-products.ts';

const MOST_PRODUCTS = 200;

/** A provider's products as the document that makes them: applied as it is, it changes nothing. */
export async function exportConfiguration(db: Db, organizationId: string): Promise<Configuration> {
  const products = await listOwnProducts(db, organizationId, { afterId: null, size: MOST_PRODUCTS });
  const described = [];
  for (const product of products) described.push(await exportProduct(db, product));
  return configurationSchema.parse({ version: 1, products: described });
}

async function exportProduct(db: Db, product: Product): Promise<Record<string, unknown>> {
  const plans = [];
  for (const plan of await plansOf(db, [product.id])) {
    const version = await latestVersion(db, plan);
    // A plan without any terms cannot be said in the document; it sells nothing either.
    if (version === null) continue;
    const { slug, name, tier } = plan;
    const publish = version.state === 'published';
    plans.push({ slug, name, tier, publish, terms: planTermsSchema.parse(version.terms) });
  }
  const routes = [];
  for (const route of await routesOf(db, [product.id])) routes.push(await writableRoute(db, route));
  return {
    ...writable(newProductSchema, presentProduct(product)),
    published: product.state === 'published',
    plans,
    routes,
  };
}
