import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from './config.ts';

/** A key that seals the data keys and nothing else. It is kept in a file, never in the database. */
export interface RootKey {
  /** Names the key without telling anything of it. */
  readonly id: string;
  readonly key: Buffer;
}

export function rootKeyOf(key: Buffer): RootKey {
  return { id: createHmac('sha256', key).update('turnpike root key').digest('hex').slice(0, 16), key };
}

export function newRootKey(): RootKey {
  return rootKeyOf(randomBytes(32));
}

/**
 * Reads the root keys from their file, newest first (during a rotation there are two), or makes one (mode 0600) when
 * there is no file yet. Throws a ConfigError when the file is of no use.
 */
export function loadRootKeys(path: string): RootKey[] {
  try {
    return existsSync(path) ? parseRootKeys(readFileSync(path, 'utf8')) : [makeRootKey(path)];
  } catch (cause) {
    throw new ConfigError(`ROOT_KEY_FILE: ${path} cannot be used: ${(cause as Error).message}`, { cause });
  }
}

export function parseRootKeys(text: string): RootKey[] {
  const lines = text.split('\n').map((line) => line.trim());
  const keys = lines.filter(Boolean).map((line) => Buffer.from(line, 'base64'));
  if (keys.length === 0 || keys.length > 10 || keys.some((key) => key.length !== 32))
    throw new Error('it does not hold a 32-byte key in base64');
  return keys.map(rootKeyOf);
}

function makeRootKey(path: string): RootKey {
  const made = newRootKey();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, textOf([made]), { mode: 0o600, flag: 'wx' });
  return made;
}

/** Whole or not at all. */
export function saveRootKeys(path: string, keys: readonly RootKey[]): void {
  const beside = `${path}.${process.pid}.new`;
  writeFileSync(beside, textOf(keys), { mode: 0o600 });
  renameSync(beside, path);
}

function textOf(keys: readonly RootKey[]): string {
  return keys.map(({ key }) => `${key.toString('base64')}\n`).join('');
}
