import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { type Db, inTransaction } from './db.ts';
import { newId } from './ids.ts';
import { loadRootKeys, newRootKey, type RootKey, saveRootKeys } from './root-key.ts';
import { type Keyring, SealBroken, type Secrets, seal, secretsOf, unseal } from './secrets.ts';

export interface DataKey {
  readonly id: string;
  readonly purpose: 'seal' | 'pepper';
  readonly sealed: string;
  readonly rootKeyId: string;
  readonly createdAt: Temporal.Instant;
  readonly activeFrom: Temporal.Instant;
}

/** Secrets with the data keys of an installation, which may change while it runs. */
export interface InstallationSecrets extends Secrets {
  /** Takes in keys that were made elsewhere, by another node or by the command line. */
  reload(at: Temporal.Instant): Promise<void>;
  /** The key that seals what is new. */
  sealingKeyId(): string;
}

/** Every node has taken a new sealing key in by then: only from then on does it seal. */
export const KEY_OVERLAP_SECONDS = 10;
// Any number that nobody else takes; the lock is the whole database's.
const rotationLock = 7_283_401_178n;

export async function listDataKeys(db: Db): Promise<DataKey[]> {
  const { rows } = await sql<{
    id: string;
    purpose: DataKey['purpose'];
    sealed: string;
    root_key_id: string;
    created_at: Temporal.Instant;
    active_from: Temporal.Instant;
  }>`select * from kernel_data_keys order by active_from desc, id desc`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    purpose: row.purpose,
    sealed: row.sealed,
    rootKeyId: row.root_key_id,
    createdAt: row.created_at,
    activeFrom: row.active_from,
  }));
}

/**
 * Opens the data keys with the root keys of this file, or makes both at the first start. Throws SealBroken when the
 * file holds the keys of another installation.
 */
export async function openSecrets(
  db: Db,
  rootKeyPath: string,
  at: Temporal.Instant,
): Promise<InstallationSecrets> {
  const [first] = loadRootKeys(rootKeyPath);
  await makeFirstKeys(db, first!, at);
  let stored = await listDataKeys(db);
  let opened = openKeys(stored, rootKeyPath);
  let keyring = keyringOf(stored, opened, at);
  return {
    ...secretsOf(() => keyring),
    async reload(now) {
      const found = await listDataKeys(db);
      const known = new Set(stored.map(({ id }) => id));
      // The keys themselves never change: after a change of the root key alone there is nothing to open.
      const isNew = found.some(({ id }) => !known.has(id));
      opened = isNew ? openKeys(found, rootKeyPath) : opened;
      stored = found;
      keyring = keyringOf(stored, opened, now);
    },
    sealingKeyId: () => keyring.sealing,
  };
}

function openKeys(stored: readonly DataKey[], rootKeyPath: string): Map<string, Buffer> {
  const roots = loadRootKeys(rootKeyPath);
  return new Map(stored.map((one) => [one.id, openKey(one, roots)]));
}

function openKey(one: DataKey, roots: readonly RootKey[]): Buffer {
  const root = roots.find(({ id }) => id === one.rootKeyId);
  if (!root) throw new SealBroken(`The data key ${one.id} is sealed under the root key ${one.rootKeyId}`);
  return unseal(one.sealed, root.key, contextOf(one));
}

function contextOf({ id, purpose }: Pick<DataKey, 'id' | 'purpose'>): string {
  return `kernel_data_keys.${purpose}:${id}`;
}

function keyringOf(
  stored: readonly DataKey[],
  opened: ReadonlyMap<string, Buffer>,
  at: Temporal.Instant,
): Keyring {
  const seals = stored.filter(({ purpose }) => purpose === 'seal');
  const pepper = stored.find(({ purpose }) => purpose === 'pepper');
  // A clock that went back must not leave nothing to seal with.
  const active =
    seals.find(({ activeFrom }) => Temporal.Instant.compare(activeFrom, at) <= 0) ?? seals.at(-1);
  if (!pepper || !active) throw new Error('The data keys of this installation are incomplete');
  return {
    pepper: opened.get(pepper.id)!,
    sealing: active.id,
    sealKeys: new Map(seals.map(({ id }) => [id, opened.get(id)!])),
  };
}

async function makeFirstKeys(db: Db, root: RootKey, at: Temporal.Instant): Promise<void> {
  await inTransaction(db, async (tx) => {
    await sql`lock table kernel_data_keys in share row exclusive mode`.execute(tx);
    if ((await listDataKeys(tx)).length > 0) return;
    await insertKey(tx, root, 'pepper', at, at);
    await insertKey(tx, root, 'seal', at, at);
  });
}

async function insertKey(
  tx: Db,
  root: RootKey,
  purpose: DataKey['purpose'],
  at: Temporal.Instant,
  activeFrom: Temporal.Instant,
): Promise<string> {
  const id = newId('dk');
  const sealed = seal(randomBytes(32), root.key, contextOf({ id, purpose }));
  await sql`
    insert into kernel_data_keys (id, purpose, sealed, root_key_id, created_at, active_from)
    values (${id}, ${purpose}, ${sealed}, ${root.id}, ${at}, ${activeFrom})`.execute(tx);
  return id;
}

export interface Rotation {
  readonly rootKeyId: string;
  readonly sealingKeyId: string;
  readonly activeFrom: Temporal.Instant;
}

/**
 * A new root key and a new sealing key. The file holds the old root key beside the new one until every data key is sealed
 * under the new one, so a crash at any point leaves a pair that opens; after that the old one is gone from it. `record`
 * writes what the caller has to say within the same transaction.
 */
export async function rotateKeys(
  db: Db,
  rootKeyPath: string,
  at: Temporal.Instant,
  record: (tx: Db, rotation: Rotation) => Promise<void>,
): Promise<Rotation> {
  return db.connection().execute(async (connection) => {
    // One rotation at a time, from the file's first change to its last.
    await sql`select pg_advisory_lock(${rotationLock})`.execute(connection);
    try {
      const fresh = newRootKey();
      const rotation = await inTransaction(connection, (tx) => sealAgain(tx, rootKeyPath, fresh, at, record));
      saveRootKeys(rootKeyPath, [fresh]);
      return rotation;
    } finally {
      await sql`select pg_advisory_unlock(${rotationLock})`.execute(connection);
    }
  });
}

async function sealAgain(
  tx: Db,
  rootKeyPath: string,
  fresh: RootKey,
  at: Temporal.Instant,
  record: (tx: Db, rotation: Rotation) => Promise<void>,
): Promise<Rotation> {
  const roots = loadRootKeys(rootKeyPath);
  const stored = await listDataKeys(tx);
  const opened = stored.map((one) => ({ one, key: openKey(one, roots) }));
  // Those that rotations which were cut off left are no use to anyone.
  const needed = roots.filter(({ id }) => stored.some(({ rootKeyId }) => rootKeyId === id));
  saveRootKeys(rootKeyPath, [fresh, ...needed]);
  for (const { one, key } of opened) {
    const sealed = seal(key, fresh.key, contextOf(one));
    await sql`
      update kernel_data_keys set sealed = ${sealed}, root_key_id = ${fresh.id} where id = ${one.id}`.execute(
      tx,
    );
  }
  const activeFrom = at.add({ seconds: KEY_OVERLAP_SECONDS });
  const sealingKeyId = await insertKey(tx, fresh, 'seal', at, activeFrom);
  const rotation = { rootKeyId: fresh.id, sealingKeyId, activeFrom };
  await record(tx, rotation);
  return rotation;
}

/** Forgets a sealing key for good. */
export async function forgetDataKey(db: Db, id: string): Promise<void> {
  await sql`delete from kernel_data_keys where id = ${id} and purpose = 'seal'`.execute(db);
}
