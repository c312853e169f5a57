/**
 * The text of a key, judged without a look-up, and its HMAC. `#subscriptions` makes keys and owns their
 * form; workers load no room with stores behind it, so the check stands here once more, and a test holds
 * the two together.
 */
import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const KEY_LENGTH = 38;
const CHECKSUM_AT = 32;
const FORM = /^tp_(?:live|test)_[0-9A-Za-z]{30}$/;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const CACHE_ENTRIES = 8192;

/** True when the text has the form of a key and its checksum is right. */
export function isKeyText(text: string): boolean {
  if (text.length !== KEY_LENGTH || !FORM.test(text)) return false;
  let rest = crc32(text.slice(0, CHECKSUM_AT));
  for (let at = KEY_LENGTH - 1; at >= CHECKSUM_AT; at -= 1) {
    if (text[at] !== DIGITS[rest % 62]) return false;
    rest = Math.floor(rest / 62);
  }
  return true;
}

/** The first 128 bits of a key's HMAC-SHA-256, as four 32-bit words. */
export type KeyHash = readonly [number, number, number, number];

export type KeyHasher = (text: string) => KeyHash;

/**
 * HMAC-SHA-256 by two one-shot hashes (RFC 2104), which take half the time of a `createHmac` object, in
 * front of a bounded cache: the same few keys make most calls.
 */
export function createKeyHasher(hmacKey: Uint8Array): KeyHasher {
  const short = hmacKey.length > BLOCK_BYTES ? hash('sha256', hmacKey, 'buffer') : hmacKey;
  const inner = Buffer.alloc(BLOCK_BYTES + KEY_LENGTH, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);
  for (let i = 0; i < short.length; i += 1) {
    inner[i] = 0x36 ^ short[i]!;
    outer[i] = 0x5c ^ short[i]!;
  }
  const known = new Map<string, KeyHash>();
  return (text) => {
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    if (text.length !== KEY_LENGTH) throw new RangeError('Only well-formed keys are hashed');
    inner.write(text, BLOCK_BYTES, 'latin1');
    hash('sha256', inner, 'buffer').copy(outer, BLOCK_BYTES);
    const words = keyHashOf(hash('sha256', outer, 'buffer'));
    if (known.size >= CACHE_ENTRIES) known.clear();
    known.set(text, words);
    return words;
  };
}

/** The same words from the 32-byte HMAC that `#subscriptions` stores. */
export function keyHashOf(digest: Uint8Array): KeyHash {
  const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  return [view.getInt32(0, true), view.getInt32(4, true), view.getInt32(8, true), view.getInt32(12, true)];
}
