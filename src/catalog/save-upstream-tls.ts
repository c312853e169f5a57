import { type Db, newId, type Secrets } from '#kernel';
import { type Editor, lockProduct, recordEdit } from './editor.ts';
import type { Product } from './product.ts';
import { updateProduct } from './store-products.ts';
import { type NewUpstreamTls, presentTls, tlsKeyContext } from './upstream-tls.ts';

/** Replaces them whole; all null is as if there had never been any. */
export async function saveUpstreamTls(
  tx: Db,
  productId: string,
  fields: NewUpstreamTls,
  deps: { editor: Editor; secrets: Secrets },
): Promise<Product> {
  const { editor, secrets } = deps;
  const before = await lockProduct(tx, editor, productId);
  const { ca, certificate, private_key: key } = fields;
  const isNothing = ca === null && certificate === null;
  const upstreamTls = isNothing ? null : { id: newId('utl'), ca, certificate };
  const after: Product = {
    ...before,
    upstreamTls,
    upstreamTlsKeySealed: key === null ? null : secrets.encrypt(key, tlsKeyContext(productId)),
    revision: before.revision + 1,
    updatedAt: editor.at,
  };
  await updateProduct(tx, after);
  const detail = { upstream_tls: upstreamTls && presentTls(upstreamTls) };
  await recordEdit(tx, editor, {
    productId,
    action: 'product.upstream_tls_changed',
    object: productId,
    detail,
  });
  return after;
}
