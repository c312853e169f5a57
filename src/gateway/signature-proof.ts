/** The signature of one call, from the moment that its key is known. */
import { CHALLENGE, type Refusal, refusal } from '#enforcement/admission';
import type { BodyDigest } from './content-digest.ts';
import type { SignedMessage } from './signed-message.ts';
import { type SigningParts, verifySignature } from './verify-signature.ts';

const SIGNATURE_HEADERS = new Set(['signature', 'signature-input']);

export class SignatureProof {
  /** What the body must be, once the signature was found valid. */
  digest: BodyDigest | null = null;
  #isVerified = false;
  readonly #parts: SigningParts;
  readonly #mode: 'optional' | 'required';
  readonly #message: SignedMessage;
  readonly #hasBody: boolean;

  constructor(parts: SigningParts, mode: 'optional' | 'required', message: SignedMessage, hasBody: boolean) {
    this.#parts = parts;
    this.#mode = mode;
    this.#message = message;
    this.#hasBody = hasBody;
  }

  judge(keyId: string, wallMs: number): Refusal | null {
    const verdict = verifySignature(this.#parts, this.#message, keyId, wallMs / 1000);
    if (verdict.kind === 'refused') {
      return refusal(verdict.problem, [...CHALLENGE], { detail: verdict.detail });
    }
    if (verdict.kind === 'none') {
      return this.#mode === 'optional' ? null : refusal('signatureMissing', [...CHALLENGE]);
    }
    // A body that was taken away: no bytes will come to find that out by.
    if (!this.#hasBody && verdict.digest?.matches() === false) {
      return refusal('signatureInvalid', [...CHALLENGE], { detail: 'The body that was signed is missing.' });
    }
    this.#isVerified = true;
    this.digest = verdict.digest;
    return null;
  }

  /** What was meant for us does not go on, as the key does not. */
  strip(forward: string[]): void {
    if (!this.#isVerified) return;
    for (let i = forward.length - 2; i >= 0; i -= 2) {
      if (SIGNATURE_HEADERS.has(forward[i]!.toLowerCase())) forward.splice(i, 2);
    }
  }
}
