/**
 * RFC 9421 message signatures, as far as both directions need them: the base that is signed, and HMAC-SHA-256
 * over it. Reading and choosing components is the business of whoever signs or verifies. Pure, because gateway
 * workers sign with it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignatureFacts {
  /** Seconds since 1970. */
  readonly createdSeconds: number;
  readonly keyId: string;
  readonly nonce?: string;
  readonly expiresSeconds?: number;
}

/**
 * A component as it stands in `Signature-Input` (quoted, with its parameters: `"@method"`, `"x-id"`,
 * `"@query-param";name="a"`), and its canonical value.
 */
export type SignedComponent = readonly [identifier: string, value: string];

/**
 * What follows `label=` in `Signature-Input`. A key id and a nonce may hold neither quotes nor backslashes; who
 * makes them sees to it.
 */
export function signatureParameters(identifiers: readonly string[], facts: SignatureFacts): string {
  const expires = facts.expiresSeconds === undefined ? '' : `;expires=${facts.expiresSeconds}`;
  const nonce = facts.nonce === undefined ? '' : `;nonce="${facts.nonce}"`;
  return `(${identifiers.join(' ')});created=${facts.createdSeconds};keyid="${facts.keyId}"${expires}${nonce}`;
}

/** `parameters`: for a verifier, exactly the text that came after `label=`, because the signature covers it. */
export function signatureBase(components: readonly SignedComponent[], parameters: string): string {
  let base = '';
  for (const [identifier, value] of components) base += `${identifier}: ${value}\n`;
  return `${base}"@signature-params": ${parameters}`;
}

/** Base64, as it stands between the colons of a `Signature` header. Header values are bytes, hence latin1. */
export function hmacSignature(key: Uint8Array, base: string): string {
  return createHmac('sha256', key).update(base, 'latin1').digest('base64');
}

/** Takes as long for a wrong signature as for the right one. */
export function verifiesHmac(key: string | Uint8Array, base: string, signature: Uint8Array): boolean {
  const expected = createHmac('sha256', key).update(base, 'latin1').digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}
