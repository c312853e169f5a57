/** `Content-Digest` (RFC 9530) of a body that passes by. */
import { createHash, type Hash, timingSafeEqual } from 'node:crypto';

const ALGORITHMS = { 'sha-512': 'sha512', 'sha-256': 'sha256' } as const;
const MEMBER = /(?:^|,)[ \t]*(sha-256|sha-512)=:([A-Za-z0-9+/]+={0,2}):[ \t]*(?=,|$)/g;

/** The body came and is not the one of the digest. */
export class BodyNotAsSigned extends Error {}

export class BodyDigest {
  readonly #hash: Hash;
  readonly #expected: Buffer;

  constructor(algorithm: 'sha256' | 'sha512', expected: Buffer) {
    this.#hash = createHash(algorithm);
    this.#expected = expected;
  }

  update(chunk: Uint8Array): void {
    this.#hash.update(chunk);
  }

  /** To be asked once, at the end of the body. */
  matches(): boolean {
    const found = this.#hash.digest();
    return found.length === this.#expected.length && timingSafeEqual(found, this.#expected);
  }
}

/** Null when the header has no digest of an algorithm that is still safe. The strongest one counts. */
export function readContentDigest(value: string): BodyDigest | null {
  const found = new Map([...value.matchAll(MEMBER)].map(([, name, text]) => [name, text]));
  for (const [name, algorithm] of Object.entries(ALGORITHMS)) {
    const text = found.get(name);
    if (text !== undefined) return new BodyDigest(algorithm, Buffer.from(text, 'base64'));
  }
  return null;
}
