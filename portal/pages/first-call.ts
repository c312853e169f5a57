import { useQuery } from '@tanstack/react-query';
import type { Offer, ProductPage } from '../api/marketplace.ts';
import { routeDocsQuery } from '../api/product-docs.ts';
import { firstRoute } from '../ui/plan/first-call.ts';
import { isIncluded, tierLookup } from '../ui/plan/plan-cards.tsx';
import { type SampleCall, sampleCall } from '../ui/samples/request.ts';

/** A call that works as it stands with a key that is on the screen; null where no route is open to the plan. */
export function useFirstCall(
  product: ProductPage | null | undefined,
  plan: Pick<Offer, 'tier'> | undefined,
  key: string,
): SampleCall | null {
  const tierOf = tierLookup(product?.plans ?? []);
  const route =
    product &&
    plan &&
    firstRoute(product.routes, (one) => one.protocol !== 'grpc' && isIncluded(one, plan, tierOf));
  const docs = useQuery({ ...routeDocsQuery(product?.id ?? '', route?.id ?? ''), enabled: Boolean(route) });
  if (!route || !docs.data) return null;
  return sampleCall({ address: product.address, template: route.template }, docs.data.sample_request, key);
}
