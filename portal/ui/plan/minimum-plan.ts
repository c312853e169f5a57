import type { ProductPage, ProductRoute } from '../../api/marketplace.ts';
import { t } from '../../text/index.ts';

/** The name of the lowest plan that may call a route; null where every plan may. */
export function planNameOf(product: ProductPage, route: ProductRoute): string | null {
  if (route.minimum_plan_id === null) return null;
  return product.plans.find((plan) => plan.id === route.minimum_plan_id)?.name ?? t.productPage.unknownPlan;
}
