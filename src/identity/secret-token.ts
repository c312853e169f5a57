import { randomBytes, randomInt } from 'node:crypto';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A random text of letters and digits; 43 of them carry 256 bits. */
export function randomText(length: number): string {
  let text = '';
  for (let i = 0; i < length; i += 1) text += base62[randomInt(62)];
  return text;
}

/** 256 random bits that fit into a cookie, a header or a link. */
export function randomSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}
