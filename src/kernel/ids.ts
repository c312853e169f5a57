import { randomFillSync } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const random = new Uint8Array(10);
let lastMs = 0;

/**
 * A new prefixed, sortable id: `sub_01J…` (ULID: 48 bits of milliseconds, 80 random bits).
 * Ids made by one process grow: within a millisecond the random part is incremented.
 */
export function newId(prefix: string): string {
  // An id is no business time: it may read the machine's clock, it only has to be unique and roughly sorted.
  const nowMs = Math.floor(performance.timeOrigin + performance.now());
  if (nowMs > lastMs) {
    lastMs = nowMs;
    randomFillSync(random);
  } else {
    increment();
  }
  return `${prefix}_${encodeTime(lastMs)}${encodeRandom()}`;
}

function increment(): void {
  for (let i = random.length - 1; i >= 0; i -= 1) {
    random[i] = (random[i]! + 1) & 0xff;
    if (random[i] !== 0) return;
  }
}

function encodeTime(ms: number): string {
  let text = '';
  for (let i = 0, rest = ms; i < 10; i += 1) {
    text = alphabet[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function encodeRandom(): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of random) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return text;
}

/** True when the text has the form of an id with this prefix. */
export function isId(prefix: string, text: string): boolean {
  return text.startsWith(`${prefix}_`) && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text.slice(prefix.length + 1));
}
