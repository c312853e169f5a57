/**
 * The text of an API key: `tp_<live|test>_` + 24 base62 characters (143 random bits) + 6 base62 characters,
 * the CRC-32 of everything before them (big-endian, digits 0-9 A-Z a-z, padded with '0'). The checksum lets
 * anybody, the gateway and secret scanners included, tell a mistyped or invented key without a look-up.
 * Pure and without stores, because gateway workers use it for every call.
 */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

export type KeyEnvironment = 'live' | 'test';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const bodyLength = 24;
const checksumLength = 6;
const prefixLength = 'tp_live_'.length;
const keyLength = prefixLength + bodyLength + checksumLength;
const ownStart = /^tp_(?:live|test)_/;
const form = /^tp_(?:live|test)_[0-9A-Za-z]{30}$/;

/** Makes a key. `random(n)` answers n random bytes; the default is the machine's generator. */
export function createKeyText(
  environment: KeyEnvironment,
  random: (bytes: number) => Uint8Array = randomBytes,
): string {
  let body = '';
  while (body.length < bodyLength) {
    for (const byte of random(bodyLength)) {
      // 248 = 4 x 62: larger bytes would make the first digits likelier than the rest.
      if (byte < 248 && body.length < bodyLength) body += digits[byte % 62];
    }
  }
  const unchecked = `tp_${environment}_${body}`;
  return unchecked + checksum(unchecked);
}

/** True when the text has the form of a key and its checksum is right: worth a look-up. */
export function isWellFormedKey(text: string): boolean {
  if (text.length !== keyLength || !form.test(text)) return false;
  const split = keyLength - checksumLength;
  return checksum(text.slice(0, split)) === text.slice(split);
}

/** Shorter texts could be guessed; longer ones would not stand in a header of every client. */
export const FOREIGN_KEY_LENGTH = { least: 16, most: 256 };

/**
 * True for what may be a key that somebody else issued: printable ASCII without spaces, and nothing that begins as
 * our own keys do, so that their checksum keeps deciding alone.
 */
export function isForeignKeyText(text: string): boolean {
  const { least, most } = FOREIGN_KEY_LENGTH;
  if (text.length < least || text.length > most || ownStart.test(text)) return false;
  return /^[\x21-\x7e]+$/.test(text);
}

/** The environment that a well-formed key belongs to. */
export function keyEnvironment(text: string): KeyEnvironment {
  return text.startsWith('tp_test_') ? 'test' : 'live';
}

/** What may be shown of a key after its creation: enough to tell keys apart, far too little to guess one. */
export function keyTraces(text: string): { prefix: string; lastFour: string } {
  return { prefix: text.slice(0, prefixLength + 4), lastFour: text.slice(-4) };
}

function checksum(text: string): string {
  let rest = crc32(text);
  let result = '';
  for (let i = 0; i < checksumLength; i += 1) {
    result = digits[rest % 62] + result;
    rest = Math.floor(rest / 62);
  }
  return result;
}
