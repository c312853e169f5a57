import { randomBytes, scryptSync } from 'node:crypto';
import { SealBroken, seal, unseal } from '#kernel';
import { BackupRefused } from './archive.ts';

const CONTEXT = 'turnpike backup keys';
// 128 * N * r = 128 MB: a passphrase that leaks with a backup is worth guessing at.
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

/** The root key file as it travels within a backup: as it is, or locked with a passphrase. */
export function packKeys(file: Buffer, passphrase: string | null): Buffer {
  if (passphrase === null) return file;
  const salt = randomBytes(16);
  const locked = seal(file, scryptSync(passphrase, salt, 32, COST), CONTEXT);
  return Buffer.from(`${JSON.stringify({ salt: salt.toString('base64'), locked })}\n`);
}

/** Throws BackupRefused without the right passphrase. */
export function unpackKeys(parcel: Buffer, locked: boolean, passphrase: string | null): Buffer {
  if (!locked) return parcel;
  if (passphrase === null)
    throw new BackupRefused('The keys in this backup are locked: give --passphrase-file');
  const { salt, locked: text } = JSON.parse(parcel.toString('utf8')) as { salt: string; locked: string };
  try {
    return unseal(text, scryptSync(passphrase, Buffer.from(salt, 'base64'), 32, COST), CONTEXT);
  } catch (error) {
    if (error instanceof SealBroken)
      throw new BackupRefused('The passphrase does not open the keys in this backup');
    throw error;
  }
}
