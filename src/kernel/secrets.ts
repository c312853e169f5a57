import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from './config.ts';

/** Encryption at rest and keyed hashes, from one root key that never reaches the database. */
export interface Secrets {
  /** AES-256-GCM; `context` (table, column, id) is authenticated, so a value cannot be moved elsewhere. */
  encrypt(plain: string, context: string): string;
  /** Throws SealBroken for what another root key or another context sealed. */
  decrypt(sealed: string, context: string): string;
  /** HMAC-SHA-256 with a key of its own per purpose; 32 bytes. */
  hmac(purpose: string, value: string | Uint8Array): Buffer;
  /** The key that `hmac` uses, for workers that hash on the hot path. */
  hmacKey(purpose: string): Buffer;
}

/** The root key is another one, the value was moved, or it was tampered with. */
export class SealBroken extends Error {
  override name = 'SealBroken';
}

const version = 'v1';

export function createSecrets(rootKey: Buffer): Secrets {
  if (rootKey.length !== 32) throw new RangeError('The root key has 32 bytes');
  const derived = new Map<string, Buffer>();
  const derive = (label: string): Buffer => {
    let key = derived.get(label);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', rootKey, 'turnpike', label, 32));
      derived.set(label, key);
    }
    return key;
  };
  return {
    encrypt(plain, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', derive('encrypt'), nonce);
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    decrypt(sealed, context) {
      const [head, text = ''] = sealed.split('.');
      if (head !== version) throw new Error(`Sealed with an unknown version ${head}`);
      const raw = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', derive('encrypt'), raw.subarray(0, 12));
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(raw.subarray(12, 28));
      const body = decipher.update(raw.subarray(28));
      try {
        return Buffer.concat([body, decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new SealBroken(`What was sealed for ${context} cannot be opened with this root key`, { cause });
      }
    },
    hmac: (purpose, value) =>
      createHmac('sha256', derive(`hmac:${purpose}`))
        .update(value)
        .digest(),
    hmacKey: (purpose) => derive(`hmac:${purpose}`),
  };
}

/**
 * Reads the root key from its file, or makes it (mode 0600) when there is none yet. Throws a ConfigError when the
 * file is of no use.
 */
export function loadRootKey(path: string): Buffer {
  try {
    return existsSync(path) ? readRootKey(path) : makeRootKey(path);
  } catch (cause) {
    throw new ConfigError(`ROOT_KEY_FILE: ${path} cannot be used: ${(cause as Error).message}`, { cause });
  }
}

function readRootKey(path: string): Buffer {
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new Error('it does not hold a 32-byte key in base64');
  return key;
}

function makeRootKey(path: string): Buffer {
  const key = randomBytes(32);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}
