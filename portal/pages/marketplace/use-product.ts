import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { productQuery } from '../../api/marketplace.ts';

const route = getRouteApi('/site/apis/$provider/$product');

/** The product that the pages below its address are about. */
export function useProduct() {
  const { provider, product } = route.useParams();
  return useSuspenseQuery(productQuery(provider, product)).data;
}
