import { type Db, newId, type Secrets } from '#kernel';
import { type Editor, lockProduct, recordEdit } from './editor.ts';
import type { Product } from './product.ts';
import { updateProduct } from './store-products.ts';
import { type NewUpstreamTls, presentTls, type StoredTls, sealTlsKey } from './upstream-tls.ts';

/** Replaces them whole; all null is as if there had never been any. */
export async function saveUpstreamTls(
  tx: Db,
  productId: string,
  fields: NewUpstreamTls,
  deps: { editor: Editor; secrets: Secrets },
): Promise<Product> {
  const { editor, secrets } = deps;
  const before = await lockProduct(tx, editor, productId);
  const isNothing = fields.ca === null && fields.certificate === null;
  const upstreamTls = isNothing ? null : stored(fields);
  const key = fields.private_key;
  const upstreamTlsKeySealed = key === null ? null : sealTlsKey(secrets, productId, key);
  const revision = before.revision + 1;
  const after: Product = { ...before, upstreamTls, upstreamTlsKeySealed, revision, updatedAt: editor.at };
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

function stored({ ca, certificate }: NewUpstreamTls): StoredTls {
  return { id: newId('utl'), ca, certificate };
}
