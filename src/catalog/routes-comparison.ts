import { z } from 'zod';
import { invalid, type Route, route } from '#kernel';
import type { HoldsSubscription } from './access.ts';
import { comparePlans, compareProducts, comparisonSchema } from './compare-offers.ts';
import { reference, text } from './fields.ts';
import { offersOf } from './find.ts';
import { offered } from './offered.ts';
import { supportOf } from './store-pages.ts';
import { currentVersionsOf } from './store-plans.ts';
import { routesOf } from './store-products.ts';

const tag = 'marketplace';
const mostProducts = 4;

export function comparisonRoutes({ holdsSubscription }: { holdsSubscription: HoldsSubscription }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/marketplace/compare',
      tag,
      summary: 'Two to four products side by side',
      access: 'public',
      query: z.strictObject({
        products: text(1000).describe('Ids, or provider/product, with commas between them'),
      }),
      response: { status: 200, schema: comparisonSchema },
      handler: async (call) => {
        const references = [...new Set(call.query.products.split(',').map((one) => one.trim()))];
        if (references.length < 2 || references.length > mostProducts)
          throw invalid([{ pointer: '/query/products', detail: `must name 2 to ${mostProducts} products` }]);
        const found = [];
        for (const one of references) found.push(await offered(call, one, holdsSubscription));
        const ids = found.map(({ product }) => product.id);
        const offers = Map.groupBy(await currentVersionsOf(call.db, ids), (offer) => offer.productId);
        const routes = Map.groupBy(await routesOf(call.db, ids), (one) => one.productId);
        const facts = [];
        for (const { product, provider } of found)
          facts.push({
            product,
            provider: provider.name,
            offers: offers.get(product.id) ?? [],
            routeCount: routes.get(product.id)?.length ?? 0,
            support: await supportOf(call.db, product.id),
          });
        return compareProducts(facts);
      },
    }),
    route({
      method: 'GET',
      path: '/marketplace/products/{product_id}/plans/compare',
      tag,
      summary: 'The plans of a product side by side',
      access: 'public',
      params: z.object({ product_id: reference }),
      response: { status: 200, schema: comparisonSchema },
      handler: async (call) => {
        const { product } = await offered(call, call.params.product_id, holdsSubscription);
        return comparePlans({
          offers: await offersOf(call.db, product.id),
          routes: await routesOf(call.db, [product.id]),
          support: await supportOf(call.db, product.id),
        });
      },
    }),
  ];
}
