import type { Db, Secrets } from '#kernel';
import { type Editor, lockProduct, recordEdit } from './editor.ts';
import type { Product } from './product.ts';
import { updateProduct } from './store-products.ts';
import { credentialContext, type NewUpstreamCredential } from './upstream-credential.ts';

/** Sets what the upstream asks for, or takes it away. */
export async function saveUpstreamCredential(
  tx: Db,
  productId: string,
  fields: NewUpstreamCredential | null,
  deps: { editor: Editor; secrets: Secrets },
): Promise<Product> {
  const { editor, secrets } = deps;
  const before = await lockProduct(tx, editor, productId);
  const upstreamCredential = fields && {
    name: fields.name,
    sealed: secrets.encrypt(fields.value, credentialContext(productId)),
  };
  const revision = before.revision + 1;
  const after: Product = { ...before, upstreamCredential, revision, updatedAt: editor.at };
  await updateProduct(tx, after);
  await recordEdit(tx, editor, {
    productId,
    action: 'product.upstream_credential_changed',
    object: productId,
    detail: { name: fields?.name ?? null },
  });
  return after;
}
