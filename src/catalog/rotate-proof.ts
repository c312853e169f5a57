import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { type Db, instantText, newId, type Secrets } from '#kernel';
import { type Editor, lockProduct, recordEdit } from './editor.ts';
import { updateProduct } from './store-products.ts';
import { type ProofKey, proofSecretsOf, type rotatedProofSchema, sealProof } from './upstream-proof.ts';

/**
 * Makes the next secret. One that waits to follow is replaced by it, so that a repeated request, whose answer
 * was lost, leaves the secret in force alone.
 */
export async function rotateProof(
  tx: Db,
  productId: string,
  afterSeconds: number,
  deps: { editor: Editor; secrets: Secrets },
): Promise<z.input<typeof rotatedProofSchema>> {
  const { editor, secrets } = deps;
  const before = await lockProduct(tx, editor, productId);
  const inForce = before.upstreamProof.findLast((one) => isActive(one, editor.at)) ?? null;
  const activeFrom = instantText(inForce === null ? editor.at : editor.at.add({ seconds: afterSeconds }));
  const keyId = newId('upk');
  // 256 bits, in letters that need no escaping anywhere.
  const secret = `tpu_${randomBytes(32).toString('base64url')}`;
  const next: ProofKey = { key_id: keyId, active_from: activeFrom };
  const kept = inForce === null || afterSeconds === 0 ? [] : [inForce];
  const known = proofSecretsOf(before, secrets);
  const byKey = {
    ...Object.fromEntries(kept.map(({ key_id }) => [key_id, known[key_id]!])),
    [keyId]: secret,
  };
  await updateProduct(tx, {
    ...before,
    upstreamProof: [...kept, next],
    upstreamProofSealed: sealProof(productId, byKey, secrets),
    revision: before.revision + 1,
    updatedAt: editor.at,
  });
  const detail = { key_id: keyId, active_from: activeFrom };
  await recordEdit(tx, editor, {
    productId,
    action: 'product.upstream_proof_rotated',
    object: productId,
    detail,
  });
  return { key_id: keyId, active_from: activeFrom, secret };
}

function isActive(one: ProofKey, at: Temporal.Instant): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(one.active_from), at) <= 0;
}
