import { type Answer, answer, apiFor } from './client.ts';
import { queryClient } from './query.ts';

export type ImportAnswer = Answer<'/api/v1/products/{product_id}/openapi-imports', 'post'>;

/** Where a document comes from: one of the two. */
export type ImportSource = { text: string } | { url: string };

/** With `choice`, what a preview said is done; without, nothing changes. */
export async function importOpenApi(
  organization: string,
  productId: string,
  source: ImportSource,
  choice?: { digest: string; remove: string[] },
): Promise<ImportAnswer> {
  const params = { path: { product_id: productId } };
  const body = { ...source, ...(choice ?? { dry_run: true }) };
  const call = apiFor(organization).POST('/api/v1/products/{product_id}/openapi-imports', { params, body });
  const said = await answer(call);
  if (said.applied) await queryClient.invalidateQueries({ queryKey: ['products', organization] });
  return said;
}
