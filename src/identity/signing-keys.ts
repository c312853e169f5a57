import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { type Db, inTransaction, newId, type Secrets } from '#kernel';
import {
  insertSigningKey,
  listSigningKeys,
  retireSigningKey,
  type StoredSigningKey,
} from './store-signing-keys.ts';

export const signingAlgorithm = 'EdDSA';

/** How long a retired key still proves tokens: those that it signed last live for ten minutes. */
const overlapSeconds = 11 * 60;

/** The keys that sign and prove access tokens. */
export interface SigningKeys {
  /** Signs what is new. */
  current(): { readonly id: string; readonly privateKey: CryptoKey };
  /** Null when no key of this name is good any more. Looks once a second at most for one that was made elsewhere. */
  publicKey(id: string, at: Temporal.Instant): Promise<CryptoKey | null>;
  reload(at: Temporal.Instant): Promise<void>;
}

interface OpenedKeys {
  readonly current: { readonly id: string; readonly privateKey: CryptoKey };
  readonly publicKeys: ReadonlyMap<string, CryptoKey>;
}

const sealContext = (id: string) => `identity_signing_keys.private_jwk:${id}`;

/** Opens the keys, and makes the first one when there is none. */
export async function openSigningKeys(db: Db, secrets: Secrets, at: Temporal.Instant): Promise<SigningKeys> {
  let stored = await listSigningKeys(db, goodSince(at));
  if (!stored.some(({ retired }) => !retired)) {
    await makeSigningKey(db, secrets, at);
    stored = await listSigningKeys(db, goodSince(at));
  }
  let keys = await openAll(secrets, stored);
  let loadedMs = at.epochMilliseconds;
  const reload = async (now: Temporal.Instant) => {
    loadedMs = now.epochMilliseconds;
    const found = await listSigningKeys(db, goodSince(now));
    const isSame = found.map(nameOf).join() === stored.map(nameOf).join();
    if (isSame) return;
    keys = await openAll(secrets, found);
    stored = found;
  };
  return {
    current: () => keys.current,
    async publicKey(id, now) {
      const known = keys.publicKeys.get(id);
      if (known || Math.abs(now.epochMilliseconds - loadedMs) < 1000) return known ?? null;
      await reload(now);
      return keys.publicKeys.get(id) ?? null;
    },
    reload,
  };
}

const goodSince = (at: Temporal.Instant) => at.subtract({ seconds: overlapSeconds });
const nameOf = ({ id, retired }: StoredSigningKey) => `${id}${retired}`;

async function openAll(secrets: Secrets, stored: readonly StoredSigningKey[]): Promise<OpenedKeys> {
  const current = stored.find(({ retired }) => !retired);
  if (!current) throw new Error('There is no key to sign access tokens with');
  const privateJwk = JSON.parse(secrets.decrypt(current.privateJwkSealed, sealContext(current.id))) as JWK;
  const publicKeys = new Map<string, CryptoKey>();
  for (const { id, publicJwk } of stored)
    publicKeys.set(id, (await importJWK(publicJwk as JWK, signingAlgorithm)) as CryptoKey);
  const privateKey = (await importJWK(privateJwk, signingAlgorithm)) as CryptoKey;
  return { current: { id: current.id, privateKey }, publicKeys };
}

async function makeSigningKey(db: Db, secrets: Secrets, at: Temporal.Instant): Promise<void> {
  const pair = await generateKeyPair(signingAlgorithm, { crv: 'Ed25519', extractable: true });
  const id = newId('jwk');
  const privateJwkSealed = secrets.encrypt(JSON.stringify(await exportJWK(pair.privateKey)), sealContext(id));
  const publicJwk = { ...(await exportJWK(pair.publicKey)) };
  await insertSigningKey(db, { id, publicJwk, privateJwkSealed, retired: false }, at);
}

/** A new key signs from now on; the one before still proves what it signed until that has expired. */
export async function rotateSigningKey(db: Db, secrets: Secrets, at: Temporal.Instant): Promise<void> {
  await inTransaction(db, async (tx) => {
    await retireSigningKey(tx, at);
    await makeSigningKey(tx, secrets, at);
  });
}
