import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Encryption at rest and keyed hashes, with keys that never reach the database in the clear. */
export interface Secrets {
  /**
   * AES-256-GCM; `context` is authenticated, so a value cannot be moved elsewhere. For a column `<what>_sealed` of a table
   * it is `<table>.<what>:<id>`: so values can be sealed again under a new key without knowing what they are.
   */
  encrypt(plain: string, context: string): string;
  /** Throws SealBroken for what another key or another context sealed. */
  decrypt(sealed: string, context: string): string;
  /** HMAC-SHA-256 with a key of its own per purpose; 32 bytes. */
  hmac(purpose: string, value: string | Uint8Array): Buffer;
  /** The key that `hmac` uses, for workers that hash on the hot path. */
  hmacKey(purpose: string): Buffer;
}

/** The key is another one, the value was moved, or it was tampered with. */
export class SealBroken extends Error {
  override name = 'SealBroken';
}

/** The keys of an installation. Sealing keys change over time; what hashes are made of never does. */
export interface Keyring {
  readonly pepper: Buffer;
  /** Seals what is new. */
  readonly sealing: string;
  /** By id: all that open what was ever sealed and still is. */
  readonly sealKeys: ReadonlyMap<string, Buffer>;
}

const version = 'v1';

/** Secrets whose keys may be exchanged while they are in use. */
export function secretsOf(keyring: () => Keyring): Secrets {
  const peppered = new Map<string, Buffer>();
  const hmacKey = (purpose: string): Buffer => {
    let key = peppered.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', keyring().pepper, 'turnpike', `hmac:${purpose}`, 32));
      peppered.set(purpose, key);
    }
    return key;
  };
  return {
    encrypt(plain, context) {
      const { sealing, sealKeys } = keyring();
      return `${version}.${sealing}.${seal(Buffer.from(plain), sealKeys.get(sealing)!, context)}`;
    },
    decrypt(sealed, context) {
      const [head, id = '', text = ''] = sealed.split('.');
      if (head !== version) throw new Error(`Sealed with an unknown version ${head}`);
      const key = keyring().sealKeys.get(id);
      if (!key) throw new SealBroken(`What was sealed for ${context} needs the key ${id}, which is not here`);
      return unseal(text, key, context).toString('utf8');
    },
    hmac: (purpose, value) => createHmac('sha256', hmacKey(purpose)).update(value).digest(),
    hmacKey,
  };
}

/** Secrets of one fixed key: for what outlives no process. */
export function createSecrets(key: Buffer): Secrets {
  if (key.length !== 32) throw new RangeError('The key has 32 bytes');
  const sealing = Buffer.from(hkdfSync('sha256', key, 'turnpike', 'encrypt', 32));
  const keyring = { pepper: key, sealing: 'only', sealKeys: new Map([['only', sealing]]) };
  return secretsOf(() => keyring);
}

/** AES-256-GCM with a fresh nonce: nonce, tag and text in base64url. */
export function seal(plain: Buffer, key: Buffer, context: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

export function unseal(text: string, key: Buffer, context: string): Buffer {
  const raw = Buffer.from(text, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, raw.subarray(0, 12));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(raw.subarray(12, 28));
    return Buffer.concat([decipher.update(raw.subarray(28)), decipher.final()]);
  } catch (cause) {
    throw new SealBroken(`What was sealed for ${context} cannot be opened with this key`, { cause });
  }
}

/** Whether this text was sealed under another key than this one. */
export function sealedPrefix(keyId: string): string {
  return `${version}.${keyId}.`;
}
