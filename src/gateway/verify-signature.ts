/**
 * Proof that a caller holds a key's signing secret, beside the key itself: HTTP Message Signatures (RFC 9421) with
 * `hmac-sha256`. A signature covers the method and the whole target, is fresh, and is used once. A body is covered
 * where the client covers its `content-digest`.
 */
import type { AdmissionProblem } from '#enforcement/admission';
import { verifiesHmac } from '#kernel/http-signature';
import { signingSecretOf } from '#subscriptions/key-text';
import { type BodyDigest, readContentDigest } from './content-digest.ts';
import type { NonceTable } from './nonce-table.ts';
import { parseSignatureInputs, parseSignatures, type SignatureInput } from './signature-input.ts';
import { headerValue, type SignedMessage, signedText } from './signed-message.ts';

/** How far a signature's `created` may be from now, in either direction. */
const FRESH_SECONDS = 300;
const LONGEST_NONCE = 200;

export interface SigningParts {
  /** What signing secrets are derived from. */
  readonly derivationKey: Uint8Array;
  readonly nonces: NonceTable;
}

export type SignatureVerdict =
  | { readonly kind: 'valid'; readonly digest: BodyDigest | null }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly problem: AdmissionProblem; readonly detail: string };

export function verifySignature(
  parts: SigningParts,
  message: SignedMessage,
  keyId: string,
  nowSeconds: number,
): SignatureVerdict {
  const inputText = headerValue(message.rawHeaders, 'signature-input');
  // A `Signature` alone is of an older kind, and not for us.
  if (inputText === null) return { kind: 'none' };
  const inputs = parseSignatureInputs(inputText);
  const signatures = parseSignatures(headerValue(message.rawHeaders, 'signature') ?? '');
  if (inputs === null || signatures === null) return invalid('The signature headers cannot be read.');
  const chosen = choose(inputs, keyId);
  // Others may sign for the upstream.
  if (chosen === null) return { kind: 'none' };
  const [label, input] = chosen;
  const refusal = judgeTime(input, nowSeconds) ?? judgeCoverage(input);
  if (refusal !== null) return refusal;
  const base = signedText(message, input);
  if (base === null) return invalid('A component that is covered is not in the request, or not known here.');
  const secret = signingSecretOf(parts.derivationKey, keyId);
  const signature = signatures.get(label);
  if (signature === undefined || !verifiesHmac(secret, base, signature)) {
    return invalid('The signature is not the one of this request with the secret of this key.');
  }
  return acceptOnce(parts, message, input, keyId, nowSeconds);
}

function choose(
  inputs: ReadonlyMap<string, SignatureInput>,
  keyId: string,
): readonly [string, SignatureInput] | null {
  for (const entry of inputs) if (entry[1].keyId === keyId) return entry;
  const [only] = inputs;
  return inputs.size === 1 && only![1].keyId === null ? only! : null;
}

function judgeTime(input: SignatureInput, nowSeconds: number): SignatureVerdict | null {
  if (input.created === null) return invalid('The signature does not say when it was created.');
  const isOver = input.expires !== null && input.expires < nowSeconds;
  if (!isOver && Math.abs(nowSeconds - input.created) <= FRESH_SECONDS) return null;
  const detail = `A signature is good for ${FRESH_SECONDS} seconds; check the clock.`;
  return { kind: 'refused', problem: 'signatureExpired', detail };
}

function judgeCoverage({ components, algorithm, nonce }: SignatureInput): SignatureVerdict | null {
  if (algorithm !== null && algorithm !== 'hmac-sha256') return invalid('The algorithm is hmac-sha256.');
  if (nonce === null || nonce === '' || nonce.length > LONGEST_NONCE) {
    return invalid(`The signature needs a nonce of at most ${LONGEST_NONCE} characters.`);
  }
  const covers = (name: string) => components.includes(name);
  const hasTarget =
    covers('@target-uri') || covers('@request-target') || (covers('@path') && covers('@query'));
  if (covers('@method') && hasTarget) return null;
  return invalid('The signature must cover "@method" and "@target-uri", or "@path" and "@query".');
}

/** Last of all: only who holds the secret may fill the memory of nonces. */
function acceptOnce(
  parts: SigningParts,
  message: SignedMessage,
  input: SignatureInput,
  keyId: string,
  nowSeconds: number,
): SignatureVerdict {
  let digest: BodyDigest | null = null;
  if (input.components.includes('content-digest')) {
    digest = readContentDigest(headerValue(message.rawHeaders, 'content-digest')!);
    if (digest === null) return invalid('The Content-Digest has neither sha-256 nor sha-512.');
  }
  // As long as `created` may lie ahead and then behind.
  if (!parts.nonces.take(keyId, input.nonce!, nowSeconds, 2 * FRESH_SECONDS + 1)) {
    return invalid('The nonce was used before.');
  }
  return { kind: 'valid', digest };
}

function invalid(detail: string): SignatureVerdict {
  return { kind: 'refused', problem: 'signatureInvalid', detail };
}
