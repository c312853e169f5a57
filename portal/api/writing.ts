import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, type Body } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

/** What a provider writes of a product beside its routes and plans, with what is not published yet. */

export type ChangelogEntry = Answer<'/api/v1/products/{product_id}/changelog', 'get'>['data'][number];
export type ChangelogText = Body<'/api/v1/products/{product_id}/changelog/{version}', 'put'>;
export type OwnSupport = Answer<'/api/v1/products/{product_id}/support', 'get'>;
export type SupportText = Body<'/api/v1/products/{product_id}/support', 'put'>;

const writingKey = (organization: string, productId: string, what: string) =>
  ['products', organization, productId, what] as const;

export function ownChangelogQuery(organization: string, productId: string) {
  return infiniteQueryOptions({
    queryKey: writingKey(organization, productId, 'changelog'),
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { product_id: productId }, query: { limit: 50, cursor: pageParam } };
      return answer(apiFor(organization).GET('/api/v1/products/{product_id}/changelog', { params, signal }));
    },
    ...byCursor,
  });
}

export async function saveEntry(
  organization: string,
  productId: string,
  version: string,
  body: ChangelogText,
): Promise<void> {
  const params = { path: { product_id: productId, version } };
  const api = apiFor(organization);
  await answer(api.PUT('/api/v1/products/{product_id}/changelog/{version}', { params, body }));
  await forgetWriting(organization, productId, 'changelog');
}

export async function removeEntry(organization: string, productId: string, version: string): Promise<void> {
  const params = { path: { product_id: productId, version } };
  await answer(apiFor(organization).DELETE('/api/v1/products/{product_id}/changelog/{version}', { params }));
  await forgetWriting(organization, productId, 'changelog');
}

export function ownSupportQuery(organization: string, productId: string) {
  return queryOptions({
    queryKey: writingKey(organization, productId, 'support'),
    queryFn: ({ signal }) => {
      const params = { path: { product_id: productId } };
      return answer(apiFor(organization).GET('/api/v1/products/{product_id}/support', { params, signal }));
    },
  });
}

export async function saveSupport(organization: string, productId: string, body: SupportText): Promise<void> {
  const params = { path: { product_id: productId } };
  await answer(apiFor(organization).PUT('/api/v1/products/{product_id}/support', { params, body }));
  await forgetWriting(organization, productId, 'support');
}

/** The bytes go as they are; without a file the logo is removed. */
export async function saveLogo(organization: string, productId: string, file: File | null): Promise<void> {
  const params = { path: { product_id: productId } };
  const api = apiFor(organization);
  await answer<unknown>(
    file
      ? api.PUT('/api/v1/products/{product_id}/logo', {
          params,
          body: file,
          bodySerializer: (picture: unknown) => picture as File,
          headers: { 'content-type': file.type || 'application/octet-stream' },
        })
      : api.DELETE('/api/v1/products/{product_id}/logo', { params }),
  );
  await queryClient.invalidateQueries({ queryKey: ['products', organization] });
  await queryClient.invalidateQueries({ queryKey: ['marketplace'] });
}

async function forgetWriting(organization: string, productId: string, what: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: writingKey(organization, productId, what) });
  await queryClient.invalidateQueries({ queryKey: ['marketplace', productId] });
}
