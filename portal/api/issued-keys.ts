import { type Answer, answer, apiFor, type Body } from './client.ts';

/** Keys that a provider issued before it came here. */

export type IssuedKey = Body<'/api/v1/products/{product_id}/keys/import', 'post'>['keys'][number];
export type KeysImport = Answer<'/api/v1/products/{product_id}/keys/import', 'post'>;

/** Repeating it changes nothing: each row is its own and known by its key. */
export function importKeys(organization: string, productId: string, keys: IssuedKey[]): Promise<KeysImport> {
  const params = { path: { product_id: productId } };
  return answer(
    apiFor(organization).POST('/api/v1/products/{product_id}/keys/import', { params, body: { keys } }),
  );
}
