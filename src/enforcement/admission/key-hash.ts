/** What the key table is searched by: the first half of a key's HMAC. */
import { hash } from 'node:crypto';
import { isForeignKeyText, isWellFormedKey } from '#subscriptions/key-text';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const KEY_BYTES = 38;
const CACHE_ENTRIES = 8192;

/** The first 128 bits of a key's HMAC-SHA-256, as four 32-bit words. */
export type KeyHash = readonly [number, number, number, number];

/** Null for a text that is no key, by its form or its checksum: not worth a look-up. */
export type KeyHasher = (text: string) => KeyHash | null;

/**
 * HMAC-SHA-256 by two one-shot hashes (RFC 2104), which take half the time of a `createHmac` object, in
 * front of a bounded cache: the same few keys make most calls.
 */
export function createKeyHasher(hmacKey: Uint8Array): KeyHasher {
  const message = Buffer.alloc(KEY_BYTES);
  const digest = keyedDigest(hmacKey, KEY_BYTES);
  return remembering((text) => {
    if (!isWellFormedKey(text)) return null;
    message.write(text, 'latin1');
    return keyHashOf(digest(message));
  });
}

/**
 * The same for keys that were issued elsewhere: over the SHA-256 of the text, because that may be all that was
 * imported. Null for texts that are never imported, among them everything that looks like a key of ours.
 */
export function createForeignKeyHasher(hmacKey: Uint8Array): KeyHasher {
  const digest = keyedDigest(hmacKey, DIGEST_BYTES);
  return remembering((text) =>
    isForeignKeyText(text) ? keyHashOf(digest(hash('sha256', text, 'buffer'))) : null,
  );
}

function remembering(compute: KeyHasher): KeyHasher {
  const known = new Map<string, KeyHash>();
  return (text) => {
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const words = compute(text);
    if (words === null) return null;
    if (known.size >= CACHE_ENTRIES) known.clear();
    known.set(text, words);
    return words;
  };
}

/** HMAC-SHA-256 of messages of one length. */
function keyedDigest(hmacKey: Uint8Array, messageBytes: number): (message: Buffer) => Buffer {
  const short = hmacKey.length > BLOCK_BYTES ? hash('sha256', hmacKey, 'buffer') : hmacKey;
  const inner = Buffer.alloc(BLOCK_BYTES + messageBytes, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);
  for (let i = 0; i < short.length; i += 1) {
    inner[i] = 0x36 ^ short[i]!;
    outer[i] = 0x5c ^ short[i]!;
  }
  return (message) => {
    message.copy(inner, BLOCK_BYTES);
    hash('sha256', inner, 'buffer').copy(outer, BLOCK_BYTES);
    return hash('sha256', outer, 'buffer');
  };
}

/** The same words from the 32-byte HMAC that `#subscriptions` stores. */
export function keyHashOf(digest: Uint8Array): KeyHash {
  const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  return [view.getInt32(0, true), view.getInt32(4, true), view.getInt32(8, true), view.getInt32(12, true)];
}
