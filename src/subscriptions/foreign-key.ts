import { createHash } from 'node:crypto';
import type { Secrets } from '#kernel';
import { KEY_HASH_PURPOSE } from './api-key.ts';
import { FOREIGN_KEY_LENGTH, isForeignKeyText, isWellFormedKey, keyTraces } from './key-text/index.ts';

/** What is kept of a key that somebody else issued. */
export interface ForeignKey {
  readonly hash: Buffer;
  readonly prefix: string;
  readonly lastFour: string;
}

const leastDifferentCharacters = 6;
const hexDigest = /^[0-9a-f]{64}$/i;
/** 32 bytes take 43 characters of base64, with or without padding, in either alphabet. */
const base64Digest = /^[A-Za-z0-9+/_-]{43}=?$/;

export function isDigestText(text: string): boolean {
  return hexDigest.test(text) || base64Digest.test(text);
}

/** From a key's text; a text answers why it may not be one. What has our own form is hashed as our own keys are. */
export function foreignKeyOfText(secrets: Secrets, text: string): ForeignKey | string {
  if (isWellFormedKey(text)) return { hash: secrets.hmac(KEY_HASH_PURPOSE, text), ...keyTraces(text) };
  const { least, most } = FOREIGN_KEY_LENGTH;
  if (!isForeignKeyText(text)) {
    return `must have ${least} to ${most} printable ASCII characters without spaces, and not begin as the keys made here do`;
  }
  if (new Set(text).size < leastDifferentCharacters) {
    return `must have at least ${leastDifferentCharacters} different characters`;
  }
  const digest = createHash('sha256').update(text).digest();
  // Four characters tell keys apart; more would give too much of a short one away.
  return { hash: secrets.hmac(KEY_HASH_PURPOSE, digest), prefix: '', lastFour: text.slice(-4) };
}

/** From the SHA-256 of a key's text, in hex or base64. */
export function foreignKeyOfDigest(secrets: Secrets, digest: string): ForeignKey {
  const bytes = Buffer.from(digest, hexDigest.test(digest) ? 'hex' : 'base64');
  return { hash: secrets.hmac(KEY_HASH_PURPOSE, bytes), prefix: '', lastFour: '' };
}
