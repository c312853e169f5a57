/**
 * The secrets by which an upstream tells that a call came through the gateway. There is one in force and at
 * most one that follows it at a time of its own, so that the upstream can be told to take both before the
 * gateway begins to use the new one.
 */
import { z } from 'zod';
import type { Secrets } from '#kernel';
import { instant } from './fields.ts';

/** As it is stored; its secret is sealed beside it. */
export interface ProofKey {
  readonly key_id: string;
  /** ISO 8601, UTC: from then on the gateway uses it. */
  readonly active_from: string;
}

/** For gateways. */
export interface ProofSecret {
  readonly keyId: string;
  readonly secret: string;
  readonly activeFromMs: number;
}

export const rotateProofSchema = z.strictObject({
  activate_in_seconds: z
    .int()
    .min(0)
    .max(7 * 86_400)
    .default(3600)
    .describe('How long the gateway goes on with the present secret; a first one is in force at once'),
});

const keySchema = z.object({ key_id: z.string(), active_from: instant });
export const proofSchema = z.array(keySchema).describe('In force first; then the one that follows, if any');

export const rotatedProofSchema = keySchema.extend({
  secret: z.string().describe('Shown once'),
});

export function presentProof(proof: readonly ProofKey[]): z.input<typeof proofSchema> {
  return proof.map(({ key_id, active_from }) => ({ key_id, active_from }));
}

const sealContext = (productId: string) => `catalog_products.upstream_proof:${productId}`;

const sealedSchema = z.record(z.string(), z.string()).readonly();

/** Secrets by the id of their key. They are bound to the product and cannot be moved to another. */
export type ProofSecrets = z.output<typeof sealedSchema>;

export function sealProof(secrets: Secrets, productId: string, byKey: ProofSecrets): string {
  return secrets.encrypt(JSON.stringify(byKey), sealContext(productId));
}

interface WithProof {
  readonly id: string;
  readonly upstreamProof: readonly ProofKey[];
  readonly upstreamProofSealed: string | null;
}

/** Throws SealBroken when the root key is another one. */
export function openProof(product: WithProof, secrets: Pick<Secrets, 'decrypt'>): ProofSecret[] {
  if (product.upstreamProofSealed === null) return [];
  const opened = secrets.decrypt(product.upstreamProofSealed, sealContext(product.id));
  const byKey = sealedSchema.parse(JSON.parse(opened));
  return product.upstreamProof.map(({ key_id, active_from }) => ({
    keyId: key_id,
    secret: byKey[key_id]!,
    activeFromMs: Temporal.Instant.from(active_from).epochMilliseconds,
  }));
}
