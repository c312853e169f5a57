import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, type Body } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

export type ApiKey = Answer<'/api/v1/keys', 'get'>['data'][number];
/** With the text of the key, which exists only in this answer: keep it out of caches, storage and addresses. */
export type CreatedKey = Answer<'/api/v1/keys', 'post'>;
export type KeyChange = Body<'/api/v1/keys/{key_id}', 'patch'>;
export type KeyOrder = Body<'/api/v1/keys', 'post'>;

export function keysQuery(organization: string, subscription?: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['keys', organization, subscription ?? null],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam, subscription };
      return answer(apiFor(organization).GET('/api/v1/keys', { params: { query }, signal }));
    },
    ...byCursor,
  });
}

export async function createKey(organization: string, order: KeyOrder): Promise<CreatedKey> {
  const made = await answer(apiFor(organization).POST('/api/v1/keys', { body: order }));
  await queryClient.invalidateQueries({ queryKey: ['keys', organization] });
  return made;
}

export async function changeKey(organization: string, keyId: string, body: KeyChange): Promise<void> {
  const params = { path: { key_id: keyId } };
  await answer(apiFor(organization).PATCH('/api/v1/keys/{key_id}', { params, body }));
  await queryClient.invalidateQueries({ queryKey: ['keys', organization] });
}

export async function rotateKey(
  organization: string,
  keyId: string,
  overlapSeconds: number,
): Promise<CreatedKey> {
  const params = { path: { key_id: keyId } };
  const body = { overlap_seconds: overlapSeconds };
  const made = await answer(apiFor(organization).POST('/api/v1/keys/{key_id}/rotate', { params, body }));
  await queryClient.invalidateQueries({ queryKey: ['keys', organization] });
  return made;
}

export async function revokeKey(organization: string, keyId: string): Promise<void> {
  await answer(
    apiFor(organization).POST('/api/v1/keys/{key_id}/revoke', { params: { path: { key_id: keyId } } }),
  );
  await queryClient.invalidateQueries({ queryKey: ['keys', organization] });
}
