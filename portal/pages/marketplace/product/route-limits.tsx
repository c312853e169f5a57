import type { Offer, ProductPage, ProductRoute } from '../../../api/marketplace.ts';
import { t } from '../../../text/index.ts';
import { Facts } from '../../../ui/card.tsx';
import { formatQuantity, isZero } from '../../../ui/format/money.ts';
import { isIncluded, tierLookup } from '../../../ui/plan/plan-cards.tsx';
import { overageWords, quotaWords, rateLimitWords } from '../../../ui/plan/terms.ts';
import { RoutePart } from './route-part.tsx';

/** What a call of a route uses, and how often each plan may make it. */
export function RouteLimits({ product, route }: { product: ProductPage; route: ProductRoute }) {
  const tierOf = tierLookup(product.plans);
  const facts: [string, string][] = [[t.productPage.weightHeading, weightWords(route.weight)]];
  if (route.required_scope) facts.push([t.docs.scope, route.required_scope]);
  const [only] = route.environments;
  if (route.environments.length === 1 && only)
    facts.push([t.docs.environments, t.docs.onlyEnvironment(t.environments[only] ?? only)]);
  for (const offer of product.plans.filter((one) => isIncluded(route, one, tierOf)))
    facts.push([offer.name, planLimits(offer, route)]);
  return (
    <RoutePart title={t.docs.limits}>
      <Facts facts={facts} />
    </RoutePart>
  );
}

/** A plan's own windows for a route take the place of the route's; the plan's windows for all of its calls stay. */
function planLimits({ version: { terms } }: Offer, route: ProductRoute): string {
  const own = terms.route_rate_limits.find(
    ({ method, template }) => method === route.method && template === route.template,
  );
  const windows = [...terms.rate_limits, ...(own?.rate_limits ?? route.rate_limits)];
  return [
    ...windows.map((limit) => rateLimitWords(limit)),
    route.concurrency === null ? null : t.plan.concurrency(String(route.concurrency)),
    ...quotaWords(terms),
    overageWords(terms),
  ]
    .filter((words) => words !== null)
    .join(t.plan.quotaSeparator);
}

function weightWords(weight: string): string {
  if (isZero(weight)) return t.productPage.weightNone;
  return Number(weight) === 1 ? t.productPage.weightOne : t.productPage.weight(formatQuantity(weight));
}
